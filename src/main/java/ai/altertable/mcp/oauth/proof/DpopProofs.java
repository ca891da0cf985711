package ai.altertable.mcp.oauth.proof;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.platform.BoundedWorker;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.Optional;

/** Checks DPoP proofs (RFC 9449 section 4.3). Each is good once, on all nodes together. */
public final class DpopProofs {
  private final UsedJwts used;
  private final BoundedWorker worker;
  private final Clock clock;

  /**
   * @param worker where proofs are read and signatures checked: nothing of it runs on an event loop
   */
  public DpopProofs(UsedJwts used, BoundedWorker worker, Clock clock) {
    this.used = used;
    this.worker = worker;
    this.clock = clock;
  }

  /**
   * The request that a proof comes with.
   *
   * @param method HTTP method
   * @param uri public address of the request; query and fragment decide nothing
   * @param token that it is sent with at a protected resource, or empty at the token endpoint
   */
  public record Use(String method, String uri, Optional<BoundToken> token) {
    public Use {
      requireNonNull(method, "method is null");
      requireNonNull(uri, "uri is null");
      requireNonNull(token, "token is null");
    }
  }

  /**
   * An access token that is bound to a key.
   *
   * @param key thumbprint (RFC 7638)
   */
  public record BoundToken(String token, String key) {
    public BoundToken {
      requireNonNull(token, "token is null");
      requireNonNull(key, "key is null");
    }

    @Override
    public String toString() {
      return "BoundToken[" + key + "]";
    }
  }

  /**
   * Checks a proof and uses it up.
   *
   * @param proof as presented, any garbage
   * @return the thumbprint of its key; fails with {@link
   *     ai.altertable.mcp.oauth.policy.OAuthException} {@code invalid_dpop_proof}, and otherwise
   *     when that cannot be found out
   */
  public Future<String> check(String proof, Use use) {
    return check(proof, use, () -> {});
  }

  /**
   * The same.
   *
   * @param counted runs once the proof is known to be good, and before it is remembered; may throw
   */
  public Future<String> check(String proof, Use use, Runnable counted) {
    return worker
        .run(() -> checked(proof, use))
        .compose(
            good -> {
              counted.run();
              String key = good.thumbprint();
              return used.claim("dpop " + key, good.id(), good.expiresAt())
                  .compose(
                      first ->
                          first
                              ? Future.succeededFuture(key)
                              : Future.failedFuture(
                                  DpopProof.refused("the proof was used before")));
            });
  }

  private DpopProof checked(String proof, Use use) {
    DpopProof parsed = DpopProof.parse(proof);
    parsed.check(use, clock.instant());
    parsed.checkSignature();
    return parsed;
  }
}
