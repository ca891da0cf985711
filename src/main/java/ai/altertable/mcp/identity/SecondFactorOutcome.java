package ai.altertable.mcp.identity;

import static java.util.Objects.requireNonNull;

/** How the second step of a sign-in ended. */
public sealed interface SecondFactorOutcome
    permits SignedIn,
        SecondFactorOutcome.Wrong,
        SecondFactorOutcome.Locked,
        SecondFactorOutcome.Gone {
  /** Exhaustive handling. */
  <T> T fold(Cases<T> cases);

  /** One method for each outcome. */
  interface Cases<T> {
    T signedIn(SignedIn outcome);

    T wrong(Wrong outcome);

    T locked(Locked outcome);

    T gone(Gone outcome);
  }

  /** The code was wrong, or it was used before. */
  record Wrong(User user) implements SecondFactorOutcome {
    public Wrong {
      requireNonNull(user, "user is null");
    }

    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.wrong(this);
    }
  }

  /** Too many wrong codes for this user lately, whoever sent them. */
  record Locked(User user) implements SecondFactorOutcome {
    public Locked {
      requireNonNull(user, "user is null");
    }

    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.locked(this);
    }
  }

  /** There is no such sign-in: too old, tried too often, or done. */
  record Gone() implements SecondFactorOutcome {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.gone(this);
    }
  }
}
