package ai.altertable.mcp.oauth.http;

import java.time.Duration;

/** An address or a client sends more than it may. */
public final class TooManyRequests extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long retryAfterSeconds;

  TooManyRequests(Duration retryAfter) {
    super("too many requests, try again later", null, false, false);
    this.retryAfterSeconds = Math.max(1, retryAfter.toSeconds() + 1);
  }

  /** When to come again: 1 at the least. */
  public long retryAfterSeconds() {
    return retryAfterSeconds;
  }
}
