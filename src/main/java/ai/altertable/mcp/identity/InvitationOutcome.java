package ai.altertable.mcp.identity;

import static java.util.Objects.requireNonNull;

/** How an attempt to accept an invitation ended. */
public sealed interface InvitationOutcome {
  /** Exhaustive handling. */
  <T> T fold(Cases<T> cases);

  /** One method for each outcome. */
  interface Cases<T> {
    T accepted(Accepted outcome);

    T gone(Gone outcome);

    T wrongAccount(WrongAccount outcome);

    T unfit(Unfit outcome);
  }

  /** The user is a member now. */
  record Accepted(User user, PendingInvitation invitation) implements InvitationOutcome {
    public Accepted {
      requireNonNull(user, "user is null");
      requireNonNull(invitation, "invitation is null");
    }

    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.accepted(this);
    }
  }

  /** Unknown, accepted before, taken back or too old. */
  record Gone() implements InvitationOutcome {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.gone(this);
    }
  }

  /**
   * It is for somebody else, or for an account that exists and must be signed in to first.
   *
   * @param email of who is invited
   */
  record WrongAccount(String email) implements InvitationOutcome {
    public WrongAccount {
      requireNonNull(email, "email is null");
    }

    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.wrongAccount(this);
    }
  }

  /**
   * Something typed cannot be used.
   *
   * @param why a sentence
   */
  record Unfit(String why) implements InvitationOutcome {
    public Unfit {
      requireNonNull(why, "why is null");
    }

    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.unfit(this);
    }
  }
}
