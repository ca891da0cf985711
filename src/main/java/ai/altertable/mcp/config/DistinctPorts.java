package ai.altertable.mcp.config;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Refuses two listeners on one port: servers of one process would share it without a word, and each
 * would get every other connection of the other's clients.
 */
final class DistinctPorts {
  private DistinctPorts() {}

  /** Looks at what this node's roles listen on. */
  static void check(ConfigReader read, Config config) {
    RuntimeConfig runtime = config.runtime();
    Map<String, ListenAddress> taken = new LinkedHashMap<>();
    take(read, taken, "management", runtime.management());
    if (runtime.has(Role.MCP)) {
      take(read, taken, "mcp", config.mcp().listen());
    }
    if (runtime.has(Role.APP)) {
      take(read, taken, "app", config.app().listen());
    }
    if (runtime.has(Role.INGEST)) {
      take(read, taken, "ingest", config.ingest().listen());
    }
  }

  private static void take(
      ConfigReader read, Map<String, ListenAddress> taken, String section, ListenAddress listen) {
    taken.forEach(
        (other, address) -> {
          if (listen.overlaps(address)) {
            read.fault(section + ".port", "must not be " + other + ".port too");
          }
        });
    taken.put(section, listen);
  }
}
