package ai.altertable.mcp.oauth.resource;

import ai.altertable.mcp.bus.Caller;
import io.vertx.core.Future;
import java.util.function.Consumer;

/**
 * Tells what an access token is worth at a protected resource, presented by whoever has it (RFC
 * 6750) or with a proof of the key that it is bound to (RFC 9449).
 */
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

  /**
   * The same for a token that comes with a proof; the proof is used up. Never completes
   * immediately: proofs are checked off the event loop.
   *
   * @param counted counts the request once token and proof are known to be good, and before the
   *     proof is remembered: what is too much is not stored. May throw, and then the future fails
   *     with that
   */
  Future<Authentication> authenticate(
      String token, String resource, PresentedProof proof, Consumer<Caller> counted);
}
