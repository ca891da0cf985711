package ai.altertable.mcp.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Settings as flat text, dotted key to value, from three layers: the bundled defaults, a file, the
 * environment. The defaults also define which keys exist.
 */
final class ConfigSource {
  private static final String PREFIX = "ALTERTABLE_";
  private static final String UNKNOWN = "no such key; conf/config.yaml lists all of them";

  private final Map<String, String> values;
  private final List<ConfigFault> faults;

  private ConfigSource(Map<String, String> values, List<ConfigFault> faults) {
    this.values = values;
    this.faults = faults;
  }

  /**
   * Reads the layers.
   *
   * @param file the {@code --conf} file, if one was given
   * @param environment the process environment; variables without the prefix are ignored
   * @throws ConfigException when the file cannot be read at all
   */
  static ConfigSource read(Optional<Path> file, Map<String, String> environment)
      throws ConfigException {
    Map<String, String> values = new TreeMap<>(defaults());
    List<ConfigFault> faults = new ArrayList<>();
    if (file.isPresent()) {
      overlay(values, flatten(file.get()), faults);
    }
    overlay(values, fromEnvironment(environment, values, faults), faults);
    return new ConfigSource(values, faults);
  }

  /** The value of a key that the defaults define, trimmed. */
  String get(String key) {
    String value = values.get(key);
    if (value == null) {
      throw new IllegalArgumentException("key is not in conf/config.yaml: " + key);
    }
    return value;
  }

  /** Unknown keys met while reading. */
  List<ConfigFault> faults() {
    return faults;
  }

  private static Map<String, String> defaults() {
    try (InputStream in = ConfigSource.class.getResourceAsStream("/conf/config.yaml")) {
      return FlatYaml.read(new String(in.readAllBytes(), UTF_8));
    } catch (IOException | FlatYaml.Malformed e) {
      throw new IllegalStateException("the bundled conf/config.yaml cannot be read", e);
    }
  }

  private static Map<String, String> flatten(Path file) throws ConfigException {
    try {
      return FlatYaml.read(Files.readString(file));
    } catch (FlatYaml.Malformed e) {
      throw unreadable(file, e.getMessage());
    } catch (IOException e) {
      throw unreadable(file, "cannot be read: " + e.getMessage());
    }
  }

  private static ConfigException unreadable(Path file, String why) {
    return new ConfigException(List.of(new ConfigFault("--conf", file.toString(), why)));
  }

  private static Map<String, String> fromEnvironment(
      Map<String, String> environment, Map<String, String> known, List<ConfigFault> faults) {
    Map<String, String> keys =
        known.keySet().stream().collect(Collectors.toMap(ConfigSource::variable, key -> key));
    Map<String, String> found = new TreeMap<>();
    environment.forEach(
        (name, value) -> {
          if (!name.startsWith(PREFIX)) {
            return;
          }
          String key = keys.get(name);
          if (key == null) {
            faults.add(new ConfigFault(name, "***", UNKNOWN));
          } else {
            found.put(key, value.trim());
          }
        });
    return found;
  }

  /** The environment variable of a key: {@code mcp.port} is {@code ALTERTABLE_MCP_PORT}. */
  static String variable(String key) {
    return PREFIX + key.replace('.', '_').toUpperCase(Locale.ROOT);
  }

  private static void overlay(
      Map<String, String> values, Map<String, String> layer, List<ConfigFault> faults) {
    layer.forEach(
        (key, value) -> {
          if (values.containsKey(key)) {
            values.put(key, value);
          } else {
            faults.add(new ConfigFault(key, value, UNKNOWN));
          }
        });
  }
}
