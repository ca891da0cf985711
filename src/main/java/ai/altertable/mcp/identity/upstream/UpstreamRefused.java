package ai.altertable.mcp.identity.upstream;

import static java.util.Objects.requireNonNull;

/** A sign-in through the upstream provider that came to nothing. */
public final class UpstreamRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Why why;

  /** What kind of refusal it is, as the person in front of the browser is told. */
  public enum Why {
    /** The answer belongs to no sign-in of this browser. */
    STALE,
    /** The provider says no, or the person did. */
    DENIED,
    /** The provider's answer cannot be trusted. */
    UNTRUSTED,
    /** The provider cannot be reached, or answers with nonsense. */
    UNAVAILABLE,
    /** Nobody here has a verified address that could come in. */
    UNKNOWN
  }

  /**
   * @param message for the log; never a token
   */
  UpstreamRefused(Why why, String message) {
    this(why, message, null);
  }

  UpstreamRefused(Why why, String message, Throwable cause) {
    super(requireNonNull(message, "message is null"), cause, false, false);
    this.why = requireNonNull(why, "why is null");
  }

  public Why why() {
    return why;
  }
}
