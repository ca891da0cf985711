package ai.altertable.mcp.transport;

/** Bounds the requests of each token, or of each address before there is one. */
@FunctionalInterface
public interface RateLimiter {
  /** Lets everything pass. */
  RateLimiter NONE = key -> 0;

  /**
   * Counts a request. Never blocks.
   *
   * @param key the grant, or the network address of an anonymous client
   * @return 0 to go on, else the seconds to wait before the next try
   */
  int acquire(String key);
}
