package ai.altertable.mcp.oauth.grant;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a token request comes to. A value and not an exception, because a refusal may have revoked
 * the grant, and that must be committed.
 */
sealed interface TokenDecision {
  /** Exhaustive handling. */
  <T> T fold(Function<Granted, T> granted, Function<Denied, T> denied);

  /** A request that was read and is yet to be decided: what is wrong in itself costs no query. */
  interface Work {
    /** Decides it; what it does stands or falls with the transaction. */
    Future<TokenDecision> in(SqlConnection transaction);
  }

  /**
   * Tokens may be issued.
   *
   * @param audience of the access token
   * @param scope of the access token, space-delimited
   * @param refreshToken to hand out with it, if there is one
   */
  record Granted(Grant grant, String audience, String scope, Optional<String> refreshToken)
      implements TokenDecision {
    public Granted {
      requireNonNull(grant, "grant is null");
      requireNonNull(audience, "audience is null");
      requireNonNull(scope, "scope is null");
      requireNonNull(refreshToken, "refreshToken is null");
    }

    @Override
    public <T> T fold(Function<Granted, T> granted, Function<Denied, T> denied) {
      return granted.apply(this);
    }
  }

  /**
   * The answer is {@code invalid_grant}.
   *
   * @param description for the client
   * @param revoked the grant that was ended for it, if one was
   */
  record Denied(String description, Optional<Grant> revoked) implements TokenDecision {
    public Denied {
      requireNonNull(description, "description is null");
      requireNonNull(revoked, "revoked is null");
    }

    static Denied because(String description) {
      return new Denied(description, Optional.empty());
    }

    @Override
    public <T> T fold(Function<Granted, T> granted, Function<Denied, T> denied) {
      return denied.apply(this);
    }
  }
}
