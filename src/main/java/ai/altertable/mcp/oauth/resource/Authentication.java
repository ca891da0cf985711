package ai.altertable.mcp.oauth.resource;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.bus.Caller;
import java.util.function.Function;

/** What a presented token is worth. */
public sealed interface Authentication {
  /** Exhaustive handling. */
  <T> T fold(Function<Accepted, T> accepted, Function<Refused, T> refused);

  /** What a refusal is about. */
  enum Fault {
    TOKEN,
    /** The proof that came with it. */
    PROOF,
    /** The token is bound to a key and came without a proof. */
    PROOF_MISSING
  }

  /** A valid token of a live grant. */
  record Accepted(Caller caller) implements Authentication {
    public Accepted {
      requireNonNull(caller, "caller is null");
    }

    @Override
    public <T> T fold(Function<Accepted, T> accepted, Function<Refused, T> refused) {
      return accepted.apply(this);
    }
  }

  /**
   * Expired, forged, revoked, or for another audience: HTTP 401 {@code invalid_token}.
   *
   * @param fault what is wrong
   * @param description for {@code error_description}: RFC 6750 characters, no part of the token
   */
  record Refused(Fault fault, String description) implements Authentication {
    public Refused {
      requireNonNull(fault, "fault is null");
      requireNonNull(description, "description is null");
    }

    /** The token is worth nothing. */
    public Refused(String description) {
      this(Fault.TOKEN, description);
    }

    @Override
    public <T> T fold(Function<Accepted, T> accepted, Function<Refused, T> refused) {
      return refused.apply(this);
    }
  }
}
