package ai.altertable.mcp.console.organization;

import ai.altertable.mcp.identity.admin.Refused;
import ai.altertable.mcp.lakehouse.connection.ConnectionDraft;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The settings of an engine as fields of a form, named {@code setting.<key>}, and back. */
final class ConnectionForm {
  private static final String PREFIX = "setting.";

  private static final Map<String, ConnectionForm> FORMS =
      Map.of(
          "postgres",
          new ConnectionForm(
              "postgres",
              "PostgreSQL connection",
              true,
              List.of(
                  Setting.text("host", "Host", true),
                  Setting.number("port", "Port", "5432"),
                  Setting.text("database", "Database", true),
                  Setting.text("user", "User", true),
                  Setting.choice(
                      "tls", "TLS", List.of("verify-full", "verify-ca", "require", "disable")),
                  Setting.area("ca", "Authorities to trust (PEM), if not the usual ones"))),
          "duckdb",
          new ConnectionForm(
              "duckdb",
              "connection to files",
              false,
              List.of(Setting.text("folder", "Folder, below the environment's own", false))),
          "trino",
          new ConnectionForm(
              "trino",
              "Trino connection",
              true,
              List.of(
                  Setting.text("url", "Coordinator, like https://trino.example.com:8443", true),
                  Setting.text("user", "User", true),
                  Setting.choice("auth", "The secret is", List.of("none", "basic", "jwt")),
                  Setting.text("catalog", "Catalog in Trino", true),
                  Setting.text("schema", "Schema, if names go without one", false),
                  Setting.pairs(
                      "sees",
                      "Other catalogs of this environment that it reads: name=name in Trino"),
                  Setting.area("ca", "Authorities to trust (PEM), if not the usual ones"))));

  private final String engine;
  private final String title;
  private final boolean takesSecret;
  private final List<Setting> settings;

  private ConnectionForm(String engine, String title, boolean takesSecret, List<Setting> settings) {
    this.engine = engine;
    this.title = title;
    this.takesSecret = takesSecret;
    this.settings = settings;
  }

  private enum Kind {
    TEXT,
    NUMBER,
    CHOICE,
    AREA,
    PAIRS
  }

  private record Setting(
      String key, String label, Kind kind, boolean required, List<String> choices) {
    static Setting text(String key, String label, boolean required) {
      return new Setting(key, label, Kind.TEXT, required, List.of());
    }

    static Setting number(String key, String label, String otherwise) {
      return new Setting(key, label, Kind.NUMBER, false, List.of(otherwise));
    }

    static Setting choice(String key, String label, List<String> choices) {
      return new Setting(key, label, Kind.CHOICE, false, choices);
    }

    static Setting area(String key, String label) {
      return new Setting(key, label, Kind.AREA, false, List.of());
    }

    static Setting pairs(String key, String label) {
      return new Setting(key, label, Kind.PAIRS, false, List.of());
    }

    Map<String, Object> field(String value) {
      Map<String, Object> field = new HashMap<>();
      field.put("name", PREFIX + key);
      field.put("label", label);
      field.put("required", required);
      field.put("value", value);
      field.put("text", kind == Kind.TEXT);
      field.put("number", kind == Kind.NUMBER);
      field.put("area", kind == Kind.AREA || kind == Kind.PAIRS);
      if (kind == Kind.NUMBER && value.isEmpty()) {
        field.put("value", choices.get(0));
      }
      if (kind == Kind.CHOICE) {
        field.put("options", Options.of(choices, choice -> choice, choice -> choice, value));
      }
      return field;
    }

    Object parse(String value) {
      return switch (kind) {
        case NUMBER -> number(value);
        case PAIRS -> names(value);
        default -> value;
      };
    }

    private Object number(String value) {
      try {
        return Integer.valueOf(value);
      } catch (NumberFormatException e) {
        throw Refused.invalid(key, key + " must be a whole number.");
      }
    }

    private JsonObject names(String value) {
      Map<String, Object> names = new TreeMap<>();
      value
          .lines()
          .map(String::trim)
          .filter(line -> !line.isEmpty())
          .forEach(
              line -> {
                String[] pair = line.split("=", 2);
                if (pair.length < 2) {
                  throw Refused.invalid(key, key + " must be lines like sales=sales_prod.");
                }
                names.put(pair[0].trim(), pair[1].trim());
              });
      return new JsonObject(names);
    }
  }

  /**
   * @throws Refused {@code NOT_FOUND} for an engine that there is not
   */
  static ConnectionForm of(String engine) {
    return Optional.ofNullable(FORMS.get(engine)).orElseThrow(() -> Refused.notFound("engine"));
  }

  String title() {
    return title;
  }

  boolean takesSecret() {
    return takesSecret;
  }

  /** The fields with what was typed. */
  List<Map<String, Object>> fields(Fields typed) {
    return settings.stream().map(one -> one.field(typed.text(PREFIX + one.key()))).toList();
  }

  /** The fields with what is saved. */
  List<Map<String, Object>> fields(JsonObject saved) {
    return settings.stream().map(one -> one.field(text(saved.getValue(one.key())))).toList();
  }

  private static String text(Object value) {
    if (value instanceof JsonObject names) {
      return names.stream()
          .map(pair -> pair.getKey() + "=" + pair.getValue())
          .collect(Collectors.joining("\n"));
    }
    return value == null ? "" : value.toString();
  }

  /** What was typed; the secret goes in only when it was typed. */
  ConnectionDraft draft(String catalog, Fields typed) {
    JsonObject json = new JsonObject();
    settings.forEach(
        one ->
            typed
                .get(PREFIX + one.key())
                .ifPresent(value -> json.put(one.key(), one.parse(value))));
    Optional<String> secret = Optional.of(typed.raw("secret")).filter(text -> !text.isEmpty());
    return new ConnectionDraft(
        catalog, typed.text("name"), typed.text("description"), engine, json, secret);
  }
}
