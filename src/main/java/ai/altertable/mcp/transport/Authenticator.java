package ai.altertable.mcp.transport;

import ai.altertable.mcp.bus.Caller;
import ai.altertable.mcp.oauth.resource.Authentication;
import ai.altertable.mcp.oauth.resource.BearerAuthenticator;
import ai.altertable.mcp.oauth.resource.PresentedProof;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out who sends a request, by the {@code Authorization} header alone (RFC 6750 section 2.1,
 * RFC 9449 section 7.1).
 */
final class Authenticator {
  private static final Logger LOG = LoggerFactory.getLogger(Authenticator.class);
  private static final String BEARER = "Bearer";
  private static final String DPOP = "DPoP";
  private static final int RETRY_SECONDS = 1;

  private final BearerAuthenticator tokens;
  private final RequestQuota quota;
  private final String origin;

  /**
   * @param quota that requests with a proof are counted against before the proof is remembered
   * @param origin public origin of the endpoint, which proofs must name
   */
  Authenticator(BearerAuthenticator tokens, RequestQuota quota, String origin) {
    this.tokens = tokens;
    this.quota = quota;
    this.origin = origin;
  }

  /** Whether a token came, be it good or not. */
  static boolean presented(HttpServerRequest request) {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    return is(header, BEARER) || is(header, DPOP);
  }

  /** Whether a token came with the scheme that wants a proof (RFC 9449 section 7.1). */
  static boolean withProof(MultiMap headers) {
    return is(headers.get(HttpHeaders.AUTHORIZATION), DPOP);
  }

  private static boolean is(String header, String scheme) {
    return header != null
        && header.regionMatches(true, 0, scheme, 0, scheme.length())
        && (header.length() == scheme.length() || header.charAt(scheme.length()) == ' ');
  }

  /**
   * The caller behind a request's token.
   *
   * @return fails with a {@link Rejection}: 401 without a good token, 503 when that cannot be found
   *     out
   */
  Future<Caller> authenticate(HttpServerRequest request, ProtectedResource resource) {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (is(header, BEARER)) {
      String token = header.substring(BEARER.length()).trim();
      return judge(tokens.authenticate(token, resource.uri()), resource, false);
    }
    if (is(header, DPOP)) {
      String token = header.substring(DPOP.length()).trim();
      return judge(proven(request, resource, token), resource, true);
    }
    return Future.failedFuture(resource.tokenMissing());
  }

  private Future<Authentication> proven(
      HttpServerRequest request, ProtectedResource resource, String token) {
    List<String> proofs = request.headers().getAll(DPOP);
    if (proofs.size() != 1) {
      return Future.succeededFuture(
          new Authentication.Refused(
              Authentication.Fault.PROOF, "there must be one DPoP header with a proof"));
    }
    PresentedProof proof =
        new PresentedProof(proofs.get(0), request.method().name(), origin + request.path());
    return tokens.authenticate(
        token, resource.uri(), proof, caller -> quota.count(request, caller));
  }

  private static Future<Caller> judge(
      Future<Authentication> answer, ProtectedResource resource, boolean proof) {
    return answer.succeeded()
        ? judge(answer.result(), resource, proof)
        : answer
            .recover(Authenticator::unavailable)
            .compose(known -> judge(known, resource, proof));
  }

  private static Future<Caller> judge(
      Authentication authentication, ProtectedResource resource, boolean proof) {
    return authentication.fold(
        accepted -> Future.succeededFuture(accepted.caller()),
        refused ->
            Future.failedFuture(
                proof ? resource.proofRefused(refused) : resource.tokenRefused(refused)));
  }

  private static Future<Authentication> unavailable(Throwable fault) {
    if (fault instanceof Rejection) {
      return Future.failedFuture(fault);
    }
    LOG.warn("cannot authenticate", fault);
    return Future.failedFuture(
        Rejection.retryAfter(503, RETRY_SECONDS, "the token cannot be checked now; try again"));
  }
}
