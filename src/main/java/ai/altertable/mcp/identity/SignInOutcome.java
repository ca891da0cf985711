package ai.altertable.mcp.identity;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/** How the first step of a sign-in ended. */
public sealed interface SignInOutcome
    permits SignedIn,
        SignInOutcome.SecondFactorNeeded,
        SignInOutcome.Refused,
        SignInOutcome.Throttled {
  /** Exhaustive handling. */
  <T> T fold(Cases<T> cases);

  /** One method for each outcome. */
  interface Cases<T> {
    T signedIn(SignedIn outcome);

    T secondFactorNeeded(SecondFactorNeeded outcome);

    T refused(Refused outcome);

    T throttled(Throttled outcome);
  }

  /**
   * The first factor was right; nobody is signed in yet.
   *
   * @param pending token of the sign-in that waits, for the cookie
   */
  record SecondFactorNeeded(User user, String pending) implements SignInOutcome {
    public SecondFactorNeeded {
      requireNonNull(user, "user is null");
      requireNonNull(pending, "pending is null");
    }

    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.secondFactorNeeded(this);
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
    public Throttled {
      requireNonNull(retryAfter, "retryAfter is null");
    }

    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.throttled(this);
    }
  }
}
