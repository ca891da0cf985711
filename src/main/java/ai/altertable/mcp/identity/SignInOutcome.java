package ai.altertable.mcp.identity;

import java.time.Duration;

/** How an attempt to sign in ended. */
public sealed interface SignInOutcome {
  /** Exhaustive handling. */
  <T> T fold(Cases<T> cases);

  /** One method for each outcome. */
  interface Cases<T> {
    T signedIn(SignedIn outcome);

    T refused(Refused outcome);

    T throttled(Throttled outcome);
  }

  /**
   * The password was right.
   *
   * @param session token of the new browser session, for the cookie
   */
  record SignedIn(User user, String session) implements SignInOutcome {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.signedIn(this);
    }
  }

  /** Unknown account, wrong password, disabled: the same to whoever asks. */
  record Refused() implements SignInOutcome {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.refused(this);
    }
  }

  /** Too many attempts. */
  record Throttled(Duration retryAfter) implements SignInOutcome {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.throttled(this);
    }
  }
}
