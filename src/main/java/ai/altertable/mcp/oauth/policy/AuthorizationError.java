package ai.altertable.mcp.oauth.policy;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.function.Function;

/** Why an authorization request is refused, and who may be told. */
public sealed interface AuthorizationError {
  /** Exhaustive handling. */
  <T> T fold(Function<Local, T> local, Function<Redirected, T> redirected);

  /**
   * Client or redirect URI are not proven: the caller must show a page and never redirect, or it
   * becomes an open redirector (RFC 9700 section 4.11).
   *
   * @param explanation for the person in front of the browser
   */
  record Local(String explanation) implements AuthorizationError {
    public Local {
      requireNonNull(explanation, "explanation is null");
    }

    @Override
    public <T> T fold(Function<Local, T> local, Function<Redirected, T> redirected) {
      return local.apply(this);
    }
  }

  /** The client is told by a redirect (RFC 6749 section 4.1.2.1). */
  record Redirected(
      OAuthErrorCode code, String description, String redirectUri, Optional<String> state)
      implements AuthorizationError {
    public Redirected {
      requireNonNull(code, "code is null");
      requireNonNull(description, "description is null");
      requireNonNull(redirectUri, "redirectUri is null");
      requireNonNull(state, "state is null");
    }

    @Override
    public <T> T fold(Function<Local, T> local, Function<Redirected, T> redirected) {
      return redirected.apply(this);
    }
  }
}
