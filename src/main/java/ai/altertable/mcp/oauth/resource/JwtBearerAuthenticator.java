package ai.altertable.mcp.oauth.resource;

import ai.altertable.mcp.bus.Addresses;
import ai.altertable.mcp.bus.Caller;
import ai.altertable.mcp.bus.GrantChanged;
import ai.altertable.mcp.bus.GrantRevoked;
import ai.altertable.mcp.bus.RevocationsMissed;
import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.config.Config;
import ai.altertable.mcp.oauth.policy.OAuthException;
import ai.altertable.mcp.oauth.proof.DpopProofs;
import ai.altertable.mcp.oauth.proof.UsedJwts;
import ai.altertable.mcp.platform.BoundedWorker;
import ai.altertable.mcp.platform.Contexts;
import ai.altertable.mcp.platform.PlatformDatabase;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

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
  private static final Authentication NOT_BOUND =
      new Authentication.Refused("token is not bound to a key; send it as Bearer");
  private static final Authentication BOUND =
      new Authentication.Refused(
          Authentication.Fault.PROOF_MISSING,
          "token is bound to a key; send it as DPoP with a proof");

  private final Vertx vertx;
  private final String canonical;
  private final TokenVerifier verifier;
  private final DpopProofs proofs;
  private final LiveGrants grants;
  private final Clock clock;
  private final AcceptedTokens accepted = new AcceptedTokens(CAPACITY);
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final Map<String, Future<AcceptedTokens.Entry>> verifying = new ConcurrentHashMap<>();

  /**
   * @param canonical the canonical resource of the endpoint
   */
  public JwtBearerAuthenticator(
      Vertx vertx,
      String canonical,
      TokenVerifier verifier,
      DpopProofs proofs,
      PlatformDatabase database,
      Clock clock) {
    this.vertx = vertx;
    this.canonical = canonical;
    this.verifier = verifier;
    this.proofs = proofs;
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
    DpopProofs proofs = new DpopProofs(new UsedJwts(database), worker, clock);
    return new JwtBearerAuthenticator(
        vertx, config.mcp().canonicalResource(), verifier, proofs, database, clock);
  }

  /** Shows how often a token was known, and how many are. */
  public void measure(MeterRegistry registry) {
    counter(registry, "hit", hits);
    counter(registry, "miss", misses);
    Gauge.builder("altertable.token.cache.size", accepted, tokens -> tokens.current().size())
        .description("Access tokens that need not be verified again")
        .register(registry);
  }

  private static void counter(MeterRegistry registry, String result, LongAdder count) {
    FunctionCounter.builder("altertable.token.cache.requests", count, LongAdder::sum)
        .description("Access tokens that were presented, by whether they were known")
        .tag("result", result)
        .register(registry);
  }

  @Override
  public Future<Authentication> authenticate(String token, String resource) {
    AcceptedTokens.Entry known = accepted.current().get(token, clock.millis());
    if (known != null) {
      hits.increment();
      return at(resource, known);
    }
    return Contexts.here(vertx, verified(token))
        .compose(entry -> at(resource, entry))
        .recover(JwtBearerAuthenticator::refused);
  }

  @Override
  public Future<Authentication> authenticate(
      String token, String resource, PresentedProof presented, Consumer<Caller> counted) {
    AcceptedTokens.Entry known = accepted.current().get(token, clock.millis());
    Future<AcceptedTokens.Entry> entry =
        known == null ? Contexts.here(vertx, verified(token)) : Future.succeededFuture(known);
    if (known != null) {
      hits.increment();
    }
    return entry
        .compose(found -> proven(token, resource, presented, found, counted))
        .recover(JwtBearerAuthenticator::refused);
  }

  /** The token is judged first: nobody without a good one can make us remember proofs. */
  private Future<Authentication> proven(
      String token,
      String resource,
      PresentedProof presented,
      AcceptedTokens.Entry entry,
      Consumer<Caller> counted) {
    if (!reaches(resource, entry)) {
      return Future.succeededFuture(WRONG_RESOURCE);
    }
    if (entry.proofKey().isEmpty()) {
      return Future.succeededFuture(NOT_BOUND);
    }
    DpopProofs.BoundToken bound = new DpopProofs.BoundToken(token, entry.proofKey().get());
    DpopProofs.Use use =
        new DpopProofs.Use(presented.method(), presented.uri(), Optional.of(bound));
    return proofs
        .check(presented.jwt(), use, () -> counted.accept(entry.caller()))
        .map(key -> new Authentication.Accepted(entry.caller()));
  }

  private static Future<Authentication> refused(Throwable failure) {
    if (failure instanceof InvalidToken) {
      return Future.succeededFuture(new Authentication.Refused(failure.getMessage()));
    }
    return failure instanceof OAuthException proof
        ? Future.succeededFuture(
            new Authentication.Refused(Authentication.Fault.PROOF, proof.description()))
        : Future.failedFuture(failure);
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
    misses.increment();
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
                                caller.orElseThrow(() -> new InvalidToken(ENDED)), genuine, mark)))
        .onSuccess(entry -> generation.add(token, entry))
        .onComplete(done -> verifying.remove(token))
        .onComplete(mine);
    return mine.future();
  }

  private static AcceptedTokens.Entry entry(Caller caller, VerifiedToken token, long mark) {
    return new AcceptedTokens.Entry(
        caller,
        token.audiences(),
        Future.succeededFuture(
            token.proofKey().isPresent() ? BOUND : new Authentication.Accepted(caller)),
        token.proofKey(),
        caller.expiresAt().toEpochMilli(),
        mark);
  }

  /**
   * A token for the canonical resource is good there and at its own environment's resource; a token
   * for an environment's resource only there.
   */
  private boolean reaches(String resource, AcceptedTokens.Entry entry) {
    if (resource.equals(canonical)) {
      return entry.audiences().contains(canonical);
    }
    boolean audience =
        entry.audiences().contains(resource) || entry.audiences().contains(canonical);
    return audience && resource.equals(resourceOf(entry.caller().tenant()));
  }

  private Future<Authentication> at(String resource, AcceptedTokens.Entry entry) {
    return reaches(resource, entry) ? entry.answer() : Future.succeededFuture(WRONG_RESOURCE);
  }

  private String resourceOf(Tenant tenant) {
    return canonical + "/" + tenant.path();
  }
}
