package ai.altertable.mcp.oauth.resource;

import ai.altertable.mcp.bus.Addresses;
import ai.altertable.mcp.bus.Caller;
import ai.altertable.mcp.bus.GrantChanged;
import ai.altertable.mcp.bus.GrantRevoked;
import ai.altertable.mcp.bus.RevocationsMissed;
import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.config.Config;
import ai.altertable.mcp.platform.BoundedWorker;
import ai.altertable.mcp.platform.Contexts;
import ai.altertable.mcp.platform.PlatformDatabase;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Authenticates JWT access tokens: from memory when the token was verified before, else by
 * signature on a worker and by its grant in the database. One for each node, shared by its
 * verticles.
 *
 * <p>Refusals are not kept: they would let garbage fill the memory, and they may be cured (a key
 * not seen yet).
 */
public final class JwtBearerAuthenticator implements BearerAuthenticator {
  private static final int CAPACITY = 50_000;
  private static final int WORKER_THREADS = 2;
  private static final int WORKER_WAITING = 1_000;
  private static final String ENDED = "the grant of this token has ended, sign in again";
  private static final Authentication WRONG_RESOURCE =
      new Authentication.Refused("token is for another resource");

  private final Vertx vertx;
  private final String canonical;
  private final TokenVerifier verifier;
  private final LiveGrants grants;
  private final Clock clock;
  private final AcceptedTokens accepted = new AcceptedTokens(CAPACITY);
  private final Map<String, Future<AcceptedTokens.Entry>> verifying = new ConcurrentHashMap<>();

  /**
   * @param canonical the canonical resource of the endpoint
   */
  public JwtBearerAuthenticator(
      Vertx vertx,
      String canonical,
      TokenVerifier verifier,
      PlatformDatabase database,
      Clock clock) {
    this.vertx = vertx;
    this.canonical = canonical;
    this.verifier = verifier;
    this.grants = new LiveGrants(database);
    this.clock = clock;
  }

  /** An authenticator for this node's endpoint, with its own worker pool. */
  public static JwtBearerAuthenticator create(
      Vertx vertx, Config config, PlatformDatabase database) {
    BoundedWorker worker =
        new BoundedWorker(vertx, "token-verification", WORKER_THREADS, WORKER_WAITING);
    Clock clock = Clock.systemUTC();
    TokenVerifier verifier =
        new TokenVerifier(vertx, database, config.app().issuer(), worker, clock);
    return new JwtBearerAuthenticator(
        vertx, config.mcp().canonicalResource(), verifier, database, clock);
  }

  @Override
  public Future<Authentication> authenticate(String token, String resource) {
    AcceptedTokens.Entry known = accepted.current().get(token, clock.millis());
    if (known != null) {
      return at(resource, known);
    }
    return Contexts.here(vertx, verified(token))
        .compose(entry -> at(resource, entry))
        .recover(
            failure ->
                failure instanceof InvalidToken
                    ? Future.succeededFuture(new Authentication.Refused(failure.getMessage()))
                    : Future.failedFuture(failure));
  }

  /** Forgets what the bus says is outdated, from now on. */
  public void follow(EventBus bus) {
    bus.<GrantRevoked>consumer(
        Addresses.GRANT_REVOKED, message -> forget(message.body().grantId()));
    bus.<GrantChanged>consumer(
        Addresses.GRANT_CHANGED, message -> forget(message.body().grantId()));
    bus.<RevocationsMissed>consumer(Addresses.REVOCATIONS_MISSED, message -> forgetAll());
  }

  /** Forgets what a grant's tokens are worth; the next request asks again. */
  public void forget(UUID grantId) {
    accepted.forget(grantId);
  }

  /** Forgets everything: to be called when a revocation may have been missed. */
  public void forgetAll() {
    accepted.forgetAll();
  }

  /** Tokens in memory, for the metrics. */
  public int remembered() {
    return accepted.current().size();
  }

  /** Requests that come with the same new token at a time share one verification. */
  private Future<AcceptedTokens.Entry> verified(String token) {
    Promise<AcceptedTokens.Entry> mine = Promise.promise();
    Future<AcceptedTokens.Entry> others = verifying.putIfAbsent(token, mine.future());
    if (others != null) {
      return others;
    }
    AcceptedTokens.Generation generation = accepted.current();
    long mark = generation.mark();
    verifier
        .verify(token)
        .compose(
            genuine ->
                grants
                    .caller(genuine)
                    .map(
                        caller ->
                            entry(
                                caller.orElseThrow(() -> new InvalidToken(ENDED)),
                                genuine.audiences(),
                                mark)))
        .onSuccess(entry -> generation.add(token, entry))
        .onComplete(done -> verifying.remove(token))
        .onComplete(mine);
    return mine.future();
  }

  private static AcceptedTokens.Entry entry(Caller caller, Set<String> audiences, long mark) {
    return new AcceptedTokens.Entry(
        caller,
        audiences,
        Future.succeededFuture(new Authentication.Accepted(caller)),
        caller.expiresAt().toEpochMilli(),
        mark);
  }

  /**
   * A token for the canonical resource is good there and at its own environment's resource; a token
   * for an environment's resource only there.
   */
  private Future<Authentication> at(String resource, AcceptedTokens.Entry entry) {
    if (resource.equals(canonical)) {
      return entry.audiences().contains(canonical)
          ? entry.answer()
          : Future.succeededFuture(WRONG_RESOURCE);
    }
    boolean audience =
        entry.audiences().contains(resource) || entry.audiences().contains(canonical);
    return audience && resource.equals(resourceOf(entry.caller().tenant()))
        ? entry.answer()
        : Future.succeededFuture(WRONG_RESOURCE);
  }

  private String resourceOf(Tenant tenant) {
    return canonical + "/" + tenant.path();
  }
}
