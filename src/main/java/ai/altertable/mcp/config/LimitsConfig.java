package ai.altertable.mcp.config;

import java.time.Duration;

/**
 * Bounds on what clients may send and run, keys {@code limits.*}.
 *
 * @param bodyBytes largest request body
 * @param headerBytes largest request head
 * @param request time for a request's head to arrive, and for its body
 * @param connections to the endpoint that are open at a time, on this node
 * @param rate requests of one token
 * @param calls tool calls that run at a time
 * @param streams event streams of this node
 */
public record LimitsConfig(
    int bodyBytes,
    int headerBytes,
    Duration request,
    int connections,
    Rate rate,
    Calls calls,
    Streams streams) {

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

  /**
   * Event streams.
   *
   * @param open at a time, on this node
   * @param replayBytes kept on this node for clients that lost their connection
   * @param replay how long that is kept
   */
  public record Streams(int open, int replayBytes, Duration replay) {}
}
