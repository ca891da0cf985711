package ai.altertable.mcp.ingest;

import static java.util.Objects.requireNonNull;

/** A request that is refused as a whole. */
final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final long retryAfterSeconds;

  private Problem(int status, String code, String message, long retryAfterSeconds) {
    super(requireNonNull(message, "message is null"), null, false, false);
    this.status = status;
    this.code = requireNonNull(code, "code is null");
    this.retryAfterSeconds = retryAfterSeconds;
  }

  Problem(int status, String code, String message) {
    this(status, code, message, 0);
  }

  /**
   * One that may be sent again later.
   *
   * @param seconds for {@code Retry-After}, 1 or more
   */
  static Problem later(int status, String code, String message, long seconds) {
    return new Problem(status, code, message, Math.max(1, seconds));
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  /** 0 when sending it again is of no use. */
  long retryAfterSeconds() {
    return retryAfterSeconds;
  }
}
