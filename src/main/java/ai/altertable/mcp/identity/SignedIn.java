package ai.altertable.mcp.identity;

import static java.util.Objects.requireNonNull;

/**
 * Somebody is signed in: by the first step, having no second factor, or by the second one.
 *
 * @param method the first factor
 * @param session token of the new browser session, for the cookie
 */
public record SignedIn(User user, SignInMethod method, String session)
    implements SignInOutcome, SecondFactorOutcome {
  public SignedIn {
    requireNonNull(user, "user is null");
    requireNonNull(method, "method is null");
    requireNonNull(session, "session is null");
  }

  @Override
  public <T> T fold(SignInOutcome.Cases<T> cases) {
    return cases.signedIn(this);
  }

  @Override
  public <T> T fold(SecondFactorOutcome.Cases<T> cases) {
    return cases.signedIn(this);
  }

  @Override
  public String toString() {
    return "SignedIn[" + user.id() + "]";
  }
}
