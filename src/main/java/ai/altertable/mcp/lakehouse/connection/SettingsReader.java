package ai.altertable.mcp.lakehouse.connection;

import ai.altertable.mcp.config.CidrBlock;
import ai.altertable.mcp.lakehouse.connection.ConnectionFault.Problem;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads the settings of a connection and collects every fault on the way, instead of stopping at
 * the first. What it returns after a fault stands in for what is missing, and is never used.
 */
final class SettingsReader {
  private static final int MAX_CERTIFICATES = 64 * 1024;
  private static final int MAX_NAMES = 50;
  private static final Pattern HOST =
      Pattern.compile(
          "(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,62})(\\.[a-z0-9_]([a-z0-9_-]{0,62}))*\\.?");
  private static final Pattern FOLDER =
      Pattern.compile(
          "[A-Za-z0-9_][A-Za-z0-9_.=-]{0,127}(/[A-Za-z0-9_][A-Za-z0-9_.=-]{0,127}){0,7}");
  private static final URI NOWHERE = URI.create("https://localhost");

  private final JsonObject json;
  private final Set<String> read = new HashSet<>();
  private final List<Problem> problems = new ArrayList<>();

  SettingsReader(JsonObject json) {
    this.json = json;
  }

  /** What was wrong, settings that nobody asked for included. */
  List<Problem> problems() {
    List<Problem> all = new ArrayList<>(problems);
    for (String key : json.fieldNames()) {
      if (!read.contains(key)) {
        all.add(new Problem(path(key), "is no setting of this engine; there are: " + known()));
      }
    }
    return all;
  }

  private String known() {
    return read.stream().sorted().collect(Collectors.joining(", "));
  }

  void fault(String key, String message) {
    problems.add(new Problem(path(key), message));
  }

  private static String path(String key) {
    return "$.settings." + key;
  }

  String text(String key, int longest) {
    Optional<String> value = optional(key, longest);
    if (value.isEmpty() && problems.stream().noneMatch(known -> known.path().equals(path(key)))) {
      fault(key, "is missing");
    }
    return value.orElse("");
  }

  Optional<String> optional(String key, int longest) {
    read.add(key);
    Object value = json.getValue(key);
    if (value == null || value.equals("")) {
      return Optional.empty();
    }
    if (!(value instanceof String text)) {
      fault(key, "must be text");
      return Optional.empty();
    }
    if (text.length() > longest || text.chars().anyMatch(c -> c < ' ' && c != '\n' && c != '\r')) {
      fault(key, "must have at most " + longest + " characters, none of them control characters");
      return Optional.empty();
    }
    return Optional.of(text);
  }

  int port(String key, int otherwise) {
    read.add(key);
    Object value = json.getValue(key);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Integer port && port >= 1 && port <= 65535) {
      return port;
    }
    fault(key, "must be a whole number from 1 to 65535");
    return otherwise;
  }

  String host(String key) {
    String host = text(key, 253).toLowerCase(Locale.ROOT);
    if (!host.isEmpty() && !isHost(host)) {
      fault(key, "must be a host name or an address");
    }
    return host;
  }

  private static boolean isHost(String host) {
    return CidrBlock.isAddress(host) || HOST.matcher(host).matches();
  }

  /** Scheme, host and port of a web server. */
  URI origin(String key) {
    String value = text(key, 300);
    try {
      URI uri = new URI(value.endsWith("/") ? value.substring(0, value.length() - 1) : value);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      boolean bare =
          "".equals(uri.getRawPath())
              && uri.getRawQuery() == null
              && uri.getRawFragment() == null
              && uri.getRawUserInfo() == null;
      String host = uri.getHost();
      if (web && bare && host != null && uri.getPort() <= 65535 && isHost(plain(host))) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // told below
    }
    if (!value.isEmpty()) {
      fault(key, "must look like https://trino.example.com:8443, without a path");
    }
    return NOWHERE;
  }

  /** A host of a URI in lower case, an address without its brackets. */
  static String plain(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.startsWith("[") ? name.substring(1, name.length() - 1) : name;
  }

  /** Names below a folder that the operator chose: no way up, and none around. */
  String folder(String key) {
    Optional<String> folder = optional(key, 500);
    if (folder.isPresent() && !FOLDER.matcher(folder.get()).matches()) {
      fault(key, "must be names of letters, digits, _ . = and -, with / between them");
    }
    return folder.orElse("");
  }

  <E extends Enum<E>> E choice(String key, Class<E> type, E otherwise) {
    Optional<String> value = optional(key, 40);
    for (E constant : type.getEnumConstants()) {
      if (value.isPresent() && word(constant).equals(value.get())) {
        return constant;
      }
    }
    if (value.isPresent()) {
      fault(
          key,
          "must be one of "
              + Arrays.stream(type.getEnumConstants())
                  .map(SettingsReader::word)
                  .collect(Collectors.joining(", ")));
    }
    return otherwise;
  }

  /** {@code verify-full}, for {@code VERIFY_FULL}. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  Map<String, String> names(String key) {
    read.add(key);
    Object value = json.getValue(key);
    Map<String, String> names = new TreeMap<>();
    if (value == null) {
      return names;
    }
    if (!(value instanceof JsonObject object) || object.size() > MAX_NAMES) {
      fault(key, "must be an object of at most " + MAX_NAMES + " catalogs to the engine's names");
      return names;
    }
    for (Map.Entry<String, Object> entry : object) {
      if (entry.getValue() instanceof String name && !name.isEmpty() && name.length() <= 255) {
        names.put(entry.getKey(), name);
      } else {
        fault(key + "." + entry.getKey(), "must be the name of a catalog");
      }
    }
    return names;
  }

  Optional<String> certificates(String key) {
    Optional<String> pem = optional(key, MAX_CERTIFICATES);
    if (pem.isPresent()) {
      try {
        byte[] bytes = pem.get().getBytes(StandardCharsets.UTF_8);
        if (CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(bytes))
            .isEmpty()) {
          fault(key, "holds no certificate");
        }
      } catch (CertificateException e) {
        fault(key, "must hold PEM certificates");
      }
    }
    return pem;
  }
}
