package ai.altertable.mcp.oauth.policy;

import static java.util.Objects.requireNonNull;

/**
 * A request that is refused for a reason its sender may know. The description is our own text: it
 * never repeats input, so it needs no escaping (RFC 6749 section 5.2 allows printable ASCII without
 * quotes and backslashes).
 */
public final class OAuthException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final OAuthErrorCode code;

  /**
   * @param description what is wrong and what to send instead
   */
  public OAuthException(OAuthErrorCode code, String description) {
    super(description, null, false, false);
    this.code = requireNonNull(code, "code is null");
  }

  public OAuthErrorCode code() {
    return code;
  }

  public String description() {
    return getMessage();
  }
}
