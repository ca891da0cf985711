package ai.altertable.mcp.lakehouse.connection;

import ai.altertable.mcp.lakehouse.connection.ConnectionFault.Kind;
import ai.altertable.mcp.lakehouse.connection.ConnectionFault.Problem;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Checks drafts, all faults at once. */
final class DraftReader {
  private static final Pattern CATALOG = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

  /** Names that mean something else in a statement of some engine. */
  private static final Set<String> RESERVED =
      Set.of("lakehouse", "system", "temp", "information_schema", "pg_catalog");

  private static final int MAX_NAME = 200;
  private static final int MAX_DESCRIPTION = 2000;
  private static final int MAX_SECRET = 16 * 1024;

  private DraftReader() {}

  /**
   * The settings of a draft.
   *
   * @throws ConnectionFault with everything that is wrong
   */
  static ConnectionSettings read(ConnectionDraft draft) {
    List<Problem> problems = new ArrayList<>();
    if (!CATALOG.matcher(draft.catalog()).matches()) {
      problems.add(
          new Problem("$.catalog", "must be lower-case letters, digits and _, at most 63 of them"));
    } else if (RESERVED.contains(draft.catalog())) {
      problems.add(new Problem("$.catalog", "is taken by the product; choose another name"));
    }
    if (draft.name().isBlank() || draft.name().length() > MAX_NAME) {
      problems.add(new Problem("$.name", "must have 1 to " + MAX_NAME + " characters"));
    }
    if (draft.description().length() > MAX_DESCRIPTION) {
      problems.add(
          new Problem("$.description", "must have at most " + MAX_DESCRIPTION + " characters"));
    }
    if (draft.secret().map(String::length).orElse(0) > MAX_SECRET) {
      problems.add(new Problem("$.secret", "must have at most " + MAX_SECRET + " characters"));
    }
    SettingsReader reader = new SettingsReader(draft.settings());
    Optional<ConnectionSettings> settings = shape(draft.engine()).map(shape -> shape.apply(reader));
    if (settings.isEmpty()) {
      problems.add(new Problem("$.engine", "must be one of postgres, duckdb, trino"));
    } else {
      problems.addAll(reader.problems());
      if (draft.secret().isPresent() && !takesSecret(settings.get())) {
        problems.add(new Problem("$.secret", "is of no use to these settings; leave it out"));
      }
    }
    if (!problems.isEmpty()) {
      throw new ConnectionFault(Kind.INVALID, problems);
    }
    return settings.orElseThrow();
  }

  /** Settings that were checked when they were saved. */
  static ConnectionSettings trusted(String engine, JsonObject settings) {
    return shape(engine).orElseThrow().apply(new SettingsReader(settings));
  }

  /** Whether a secret is ever sent with these settings. */
  static boolean takesSecret(ConnectionSettings settings) {
    return settings instanceof PostgresSettings
        || (settings instanceof TrinoSettings trino && trino.auth() != TrinoSettings.Auth.NONE);
  }

  private static Optional<Function<SettingsReader, ConnectionSettings>> shape(String engine) {
    return switch (engine) {
      case PostgresSettings.ENGINE -> Optional.of(PostgresSettings::read);
      case DuckDbSettings.ENGINE -> Optional.of(DuckDbSettings::read);
      case TrinoSettings.ENGINE -> Optional.of(TrinoSettings::read);
      default -> Optional.empty();
    };
  }
}
