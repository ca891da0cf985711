package ai.altertable.mcp.oauth.policy;

import static java.util.Objects.requireNonNull;

/** Carries an {@link AuthorizationError} through a failed future. */
public final class AuthorizationRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient AuthorizationError error;

  public AuthorizationRefused(AuthorizationError error) {
    super("authorization request refused", null, false, false);
    this.error = requireNonNull(error, "error is null");
  }

  public AuthorizationError error() {
    return error;
  }
}
