package ai.altertable.mcp.lakehouse.connection;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What trying a connection showed.
 *
 * @param reachable whether statements could run
 * @param message the engine's name and version, or why not
 * @param warnings what works, but should not be so: a login that may write
 */
public record ConnectionCheck(boolean reachable, String message, List<String> warnings) {
  public ConnectionCheck {
    requireNonNull(message, "message is null");
    warnings = List.copyOf(warnings);
  }

  public static ConnectionCheck works(String version, List<String> warnings) {
    return new ConnectionCheck(true, version, warnings);
  }

  public static ConnectionCheck fails(String reason) {
    return new ConnectionCheck(false, reason, List.of());
  }
}
