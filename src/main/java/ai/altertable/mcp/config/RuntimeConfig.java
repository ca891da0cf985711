package ai.altertable.mcp.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How this node runs.
 *
 * @param roles what it does ({@code roles})
 * @param dataDir where the embedded database and generated keys live ({@code data.dir})
 * @param secretsKey 32 bytes in base64, or several of those with commas between, of which the first
 *     seals; empty for the key file ({@code secrets.key})
 * @param management listener of health and metrics ({@code management.*})
 * @param shutdownGrace time for running calls at stop ({@code shutdown.grace_seconds})
 * @param shutdownDrain how long it goes on serving after it said that it is not ready ({@code
 *     shutdown.drain_seconds})
 * @param cluster how the event bus spans nodes; empty: it does not ({@code cluster.*})
 * @param conformance whether the conformance suite's fixtures are mounted ({@code
 *     conformance.enabled})
 * @param log what is logged, and how ({@code log.*})
 */
public record RuntimeConfig(
    Set<Role> roles,
    Path dataDir,
    Optional<String> secretsKey,
    ListenAddress management,
    Duration shutdownGrace,
    Duration shutdownDrain,
    Optional<ClusterConfig> cluster,
    boolean conformance,
    Log log) {
  public RuntimeConfig {
    roles = Set.copyOf(roles);
  }

  public boolean has(Role role) {
    return roles.contains(role);
  }

  @Override
  public String toString() {
    return "RuntimeConfig[roles=" + roles + ", dataDir=" + dataDir + "]";
  }

  /**
   * Logging.
   *
   * @param level error, warn, info, debug or trace
   * @param json one JSON object a line instead of text
   */
  public record Log(String level, boolean json) {}
}
