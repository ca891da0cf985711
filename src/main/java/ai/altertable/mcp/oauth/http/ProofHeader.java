package ai.altertable.mcp.oauth.http;

import static ai.altertable.mcp.oauth.policy.OAuthErrorCode.INVALID_DPOP_PROOF;

import ai.altertable.mcp.oauth.policy.OAuthException;
import ai.altertable.mcp.oauth.proof.DpopProofs;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;

/** The {@code DPoP} header at the endpoints where clients authenticate (RFC 9449 section 5). */
final class ProofHeader {
  static final String NAME = "DPoP";

  private final DpopProofs proofs;
  private final String issuer;

  /**
   * @param issuer public origin of the endpoints
   */
  ProofHeader(DpopProofs proofs, String issuer) {
    this.proofs = proofs;
    this.issuer = issuer;
  }

  /**
   * The key that a request proves.
   *
   * @param path of the endpoint
   * @return its thumbprint, or empty when no proof came; fails with {@code invalid_dpop_proof}
   */
  Future<Optional<String>> key(RoutingContext context, String path) {
    List<String> presented = context.request().headers().getAll(NAME);
    if (presented.isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    if (presented.size() > 1) {
      return Future.failedFuture(
          new OAuthException(INVALID_DPOP_PROOF, "there is more than one DPoP header"));
    }
    DpopProofs.Use use =
        new DpopProofs.Use(context.request().method().name(), issuer + path, Optional.empty());
    return proofs.check(presented.get(0), use).map(Optional::of);
  }
}
