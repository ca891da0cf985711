package ai.altertable.mcp.oauth.http;

import java.time.Duration;

/** An address sends more than it may. */
final class TooManyRequests extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long retryAfterSeconds;

  TooManyRequests(Duration retryAfter) {
    super("too many requests", null, false, false);
    this.retryAfterSeconds = Math.max(1, retryAfter.toSeconds() + 1);
  }

  long retryAfterSeconds() {
    return retryAfterSeconds;
  }
}
