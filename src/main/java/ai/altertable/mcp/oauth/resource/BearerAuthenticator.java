package ai.altertable.mcp.oauth.resource;

import io.vertx.core.Future;

/** Tells what a bearer token (RFC 6750) is worth at a protected resource. */
public interface BearerAuthenticator {
  /**
   * Verifies a token, off the event loop unless it was verified before. Completes immediately on a
   * cache hit.
   *
   * @param token as presented, any garbage
   * @param resource the resource it is presented at: the canonical one, or {@code
   *     <canonical>/{org}/{env}}
   * @return never fails for the token's sake; fails only when the answer cannot be found out
   *     (database away, overload)
   */
  Future<Authentication> authenticate(String token, String resource);
}
