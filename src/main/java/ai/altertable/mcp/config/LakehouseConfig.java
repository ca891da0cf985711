package ai.altertable.mcp.config;

import java.time.Duration;
import java.util.Optional;

/**
 * The environments' databases and what a query may take, keys {@code lakehouse.*}.
 *
 * @param adminUrl administrator that creates databases and roles, or empty for that of the platform
 *     database
 * @param poolSize connections to one environment's database
 * @param maxConnections connections to all of them, of this node
 * @param idle a pool unused this long is closed
 * @param limits what one statement may take
 */
public record LakehouseConfig(
    Optional<String> adminUrl,
    int poolSize,
    int maxConnections,
    Duration idle,
    QueryLimits limits) {
  /** Without the password that the URL may hold. */
  @Override
  public String toString() {
    return "LakehouseConfig[poolSize=" + poolSize + ", limits=" + limits + "]";
  }

  /**
   * What one statement may take.
   *
   * @param timeout longest run
   * @param maxRows rows of a page
   * @param maxCharacters characters of a page's text
   * @param resultLifetime how long a result handle can be read again
   */
  public record QueryLimits(
      Duration timeout, int maxRows, int maxCharacters, Duration resultLifetime) {
    /** A call may use the whole time of a statement and some for the rest. */
    private static final Duration CALL_MARGIN = Duration.ofSeconds(5);

    /** How long a tool call may run. */
    public Duration callTimeout() {
      return timeout.plus(CALL_MARGIN);
    }
  }
}
