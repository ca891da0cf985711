package ai.altertable.mcp.transport;

import ai.altertable.mcp.bus.Caller;
import ai.altertable.mcp.oauth.resource.Authentication;
import ai.altertable.mcp.oauth.resource.BearerAuthenticator;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out who sends a request (RFC 6750 section 2.1: the Authorization header alone). */
final class Authenticator {
  private static final Logger LOG = LoggerFactory.getLogger(Authenticator.class);
  private static final String SCHEME = "Bearer";
  private static final int RETRY_SECONDS = 1;

  private final BearerAuthenticator bearer;

  Authenticator(BearerAuthenticator bearer) {
    this.bearer = bearer;
  }

  /** Whether a bearer token came, be it good or not. */
  static boolean presented(HttpServerRequest request) {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    return header != null
        && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        && (header.length() == SCHEME.length() || header.charAt(SCHEME.length()) == ' ');
  }

  /**
   * The caller behind a request's token.
   *
   * @return fails with a {@link Rejection}: 401 without a good token, 503 when that cannot be found
   *     out
   */
  Future<Caller> authenticate(HttpServerRequest request, ProtectedResource resource) {
    if (!presented(request)) {
      return Future.failedFuture(resource.tokenMissing());
    }
    String token = request.getHeader(HttpHeaders.AUTHORIZATION).substring(SCHEME.length()).trim();
    Future<Authentication> answer = bearer.authenticate(token, resource.uri());
    return answer.succeeded()
        ? judge(answer.result(), resource)
        : answer.recover(Authenticator::unavailable).compose(known -> judge(known, resource));
  }

  private static Future<Caller> judge(Authentication authentication, ProtectedResource resource) {
    return authentication.fold(
        accepted -> Future.succeededFuture(accepted.caller()),
        refused -> Future.failedFuture(resource.tokenInvalid(refused.description())));
  }

  private static Future<Authentication> unavailable(Throwable fault) {
    LOG.warn("cannot authenticate", fault);
    return Future.failedFuture(
        Rejection.retryAfter(503, RETRY_SECONDS, "the token cannot be checked now; try again"));
  }
}
