package ai.altertable.mcp.config;

import java.time.Duration;

/**
 * Bounds on what clients may send and run, keys {@code limits.*}.
 *
 * @param bodyBytes largest request body
 * @param headerBytes largest request head
 * @param request time for a request to arrive whole
 * @param rate requests of one token
 * @param calls tool calls that run at a time
 * @param streams open event streams of this node
 */
public record LimitsConfig(
    int bodyBytes, int headerBytes, Duration request, Rate rate, Calls calls, int streams) {

  /**
   * A token bucket.
   *
   * @param perSecond refill
   * @param burst size
   */
  public record Rate(int perSecond, int burst) {}

  /**
   * Tool calls that run at a time.
   *
   * @param token for one access token
   * @param organization for one organization on this node
   * @param node for this node
   */
  public record Calls(int token, int organization, int node) {}
}
