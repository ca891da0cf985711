package ai.altertable.mcp.transport;

import ai.altertable.mcp.bus.Caller;
import ai.altertable.mcp.bus.Principal;
import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.oauth.resource.Authentication;
import ai.altertable.mcp.oauth.resource.BearerAuthenticator;
import ai.altertable.mcp.oauth.resource.PresentedProof;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Tokens that a test hands out, each good at one resource. */
final class TestTokens implements BearerAuthenticator {
  static final String UNAVAILABLE = "unavailable";

  /** Before a good token: it is bound to a key. Its proof is the method and the address. */
  static final String BOUND = "bound-";

  private record Good(Caller caller, String resource) {}

  private final Map<String, Good> tokens = new ConcurrentHashMap<>();

  Caller issue(String token, String resource, Set<Scope> scopes) {
    return issue(token, resource, scopes, Instant.now().plusSeconds(600));
  }

  Caller issue(String token, String resource, Set<Scope> scopes, Instant expiresAt) {
    Caller caller =
        new Caller(
            UUID.randomUUID(),
            new Principal("user-" + token, token + "@example.com", "client", "Client"),
            new Tenant(UUID.randomUUID(), "demo", UUID.randomUUID(), "production"),
            EnumSet.copyOf(scopes),
            expiresAt);
    return accept(token, resource, caller);
  }

  Caller accept(String token, String resource, Caller caller) {
    tokens.put(token, new Good(caller, resource));
    return caller;
  }

  @Override
  public Future<Authentication> authenticate(String token, String resource) {
    if (token.equals(UNAVAILABLE)) {
      return Future.failedFuture(new IllegalStateException("the database is away"));
    }
    if (token.startsWith(BOUND)) {
      return Future.succeededFuture(
          new Authentication.Refused(
              Authentication.Fault.PROOF_MISSING, "the token is bound to a key"));
    }
    Good good = tokens.get(token);
    if (good == null) {
      return refused("the token is unknown");
    }
    if (!good.resource().equals(resource)) {
      return refused("the token is for another resource");
    }
    return Future.succeededFuture(new Authentication.Accepted(good.caller()));
  }

  @Override
  public Future<Authentication> authenticate(
      String token, String resource, PresentedProof proof, Consumer<Caller> counted) {
    return proof.jwt().equals(proof.method() + " " + proof.uri())
        ? authenticate(token.replace(BOUND, ""), resource)
            .map(
                answer -> {
                  if (answer instanceof Authentication.Accepted accepted) {
                    counted.accept(accepted.caller());
                  }
                  return answer;
                })
        : Future.succeededFuture(
            new Authentication.Refused(Authentication.Fault.PROOF, "it is for another request"));
  }

  private static Future<Authentication> refused(String why) {
    return Future.succeededFuture(new Authentication.Refused(why));
  }
}
