package ai.altertable.mcp.oauth.resource;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.bus.Caller;
import java.util.function.Function;

/** What a presented token is worth. */
public sealed interface Authentication {
  /** Exhaustive handling. */
  <T> T fold(Function<Accepted, T> accepted, Function<Refused, T> refused);

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
   * @param description for {@code error_description}: RFC 6750 characters, no part of the token
   */
  record Refused(String description) implements Authentication {
    public Refused {
      requireNonNull(description, "description is null");
    }

    @Override
    public <T> T fold(Function<Accepted, T> accepted, Function<Refused, T> refused) {
      return refused.apply(this);
    }
  }
}
