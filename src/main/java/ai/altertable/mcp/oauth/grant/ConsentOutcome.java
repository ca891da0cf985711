package ai.altertable.mcp.oauth.grant;

import static java.util.Objects.requireNonNull;

/** What a decision on the consent page comes to. */
public sealed interface ConsentOutcome {
  /** Exhaustive handling. */
  <T> T fold(Cases<T> cases);

  /** One method for each outcome. */
  interface Cases<T> {
    T decided(Decided outcome);

    T refused(Refused outcome);

    T gone(Gone outcome);
  }

  /**
   * The client is told.
   *
   * @param location redirect with the code or the error
   */
  record Decided(String location) implements ConsentOutcome {
    public Decided {
      requireNonNull(location, "location is null");
    }

    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.decided(this);
    }
  }

  /**
   * The choice is not allowed; the user may choose again.
   *
   * @param why for the user
   */
  record Refused(String why) implements ConsentOutcome {
    public Refused {
      requireNonNull(why, "why is null");
    }

    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.refused(this);
    }
  }

  /** The request expired or was decided before. */
  record Gone() implements ConsentOutcome {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.gone(this);
    }
  }
}
