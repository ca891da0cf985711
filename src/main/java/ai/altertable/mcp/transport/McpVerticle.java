package ai.altertable.mcp.transport;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.bus.Addresses;
import ai.altertable.mcp.bus.ContentChanged;
import ai.altertable.mcp.bus.GrantRevoked;
import ai.altertable.mcp.bus.TaskChanged;
import ai.altertable.mcp.config.Config;
import ai.altertable.mcp.config.LimitsConfig;
import ai.altertable.mcp.oauth.resource.BearerAuthenticator;
import ai.altertable.mcp.platform.HttpOptions;
import ai.altertable.mcp.platform.Secrets;
import ai.altertable.mcp.platform.TrustedProxies;
import ai.altertable.mcp.transport.session.Sessions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.http.HttpServer;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** The MCP endpoint on one event loop. Deploy one for each core: they share the port. */
public final class McpVerticle extends VerticleBase {
  private static final long TICK_MILLIS = 250;

  private final Config config;
  private final BearerAuthenticator authenticator;
  private final Secrets secrets;
  private final RateLimiter limiter;
  private final NodeState node;
  private final OpenStreams streams = new OpenStreams();
  private Subscriptions subscriptions;
  private HttpServer server;

  /**
   * @param authenticator answers on any thread
   * @param limiter thread-safe when shared between instances
   * @param node the same for all instances of a node
   */
  public McpVerticle(
      Config config,
      BearerAuthenticator authenticator,
      Secrets secrets,
      RateLimiter limiter,
      NodeState node) {
    this.config = requireNonNull(config, "config is null");
    this.authenticator = requireNonNull(authenticator, "authenticator is null");
    this.secrets = requireNonNull(secrets, "secrets is null");
    this.limiter = requireNonNull(limiter, "limiter is null");
    this.node = requireNonNull(node, "node is null");
  }

  @Override
  public Future<?> start() {
    LimitsConfig limits = config.limits();
    TrustedProxies proxies = new TrustedProxies(config.http().trustedProxies());
    Hangup hangup = new Hangup();
    OpenConnections connections =
        new OpenConnections(node.connections(), proxies, limits.request().toMillis());
    BodyReader bodies = new BodyReader(limits.bodyBytes(), limits.request().toMillis());
    Replies replies = new Replies(context, streams, node.logs(), McpVerticle::now);
    Sessions sessions =
        new Sessions(secrets, config.mcp().sessionLifetime(), Clock.systemUTC(), node.sessions());
    Assembly assembly = new Assembly(vertx, config, secrets, node, sessions);
    subscriptions = assembly.subscriptions();
    vertx.setPeriodic(
        TICK_MILLIS,
        tick -> {
          long now = now();
          connections.tick(now);
          hangup.tick(now);
          bodies.tick(now);
          replies.tick(now);
          streams.tick(now);
          subscriptions.tick(Instant.now());
          sessions.tick();
          node.logs().tick();
        });
    listen(assembly);
    Endpoint endpoint = endpoint(assembly, sessions, hangup, bodies, replies);
    // All is written on this event loop: connections go without the queue by which other threads
    // could, which is half of what they would hold.
    server =
        vertx.createHttpServer(
            HttpOptions.server(config.mcp().listen(), config.http(), limits)
                .setStrictThreadMode(true));
    return server
        .connectionHandler(connection -> connections.opened(connection, now()))
        .invalidRequestHandler(Unreadable::refuse)
        .requestHandler(request -> connections.serve(request, endpoint))
        .listen();
  }

  /** Heeds what the rest of the house tells every endpoint. */
  private void listen(Assembly assembly) {
    EventBus bus = vertx.eventBus();
    bus.<GrantRevoked>consumer(
        Addresses.GRANT_REVOKED,
        message -> {
          subscriptions.endGrant(message.body().grantId());
          streams.endGrant(message.body().grantId());
          node.logs().endGrant(message.body().grantId());
        });
    // A stream may outlive its grant now: its client opens another, with a token that is checked.
    bus.consumer(Addresses.REVOCATIONS_MISSED, message -> endStanding());
    bus.<ContentChanged>consumer(
        Addresses.CONTENT_CHANGED,
        message -> {
          if (message.body().kind() == ContentChanged.Kind.TOOLS) {
            assembly.forgetTools();
          }
          subscriptions.changed(message.body());
        });
    // None is missed for long: without the database's news, streams end (see above).
    bus.<TaskChanged>localConsumer(
        Addresses.TASK_CHANGED, message -> assembly.taskNews().changed(message.body().key()));
    bus.consumer(Addresses.CONTENT_MISSED, message -> subscriptions.missed());
  }

  private Endpoint endpoint(
      Assembly assembly, Sessions sessions, Hangup hangup, BodyReader bodies, Replies replies) {
    EraSelector eras = new EraSelector(sessions);
    SessionDoor door = new SessionDoor(eras, sessions, config.mcp().anonymousHandshake());
    MessageRouter router =
        new MessageRouter(
            eras, assembly.dispatcher(), assembly.notifications(), assembly.dialog(), replies);
    RequestQuota quota =
        new RequestQuota(limiter, new TrustedProxies(config.http().trustedProxies()));
    Gate gate =
        new Gate(
            context,
            new Authenticator(authenticator, quota, config.mcp().url().toString()),
            quota,
            hangup,
            McpVerticle::now);
    return new Endpoint(
        new OriginPolicy(config.mcp(), config.app()),
        new ResourcePaths(config.mcp().url().toString()),
        config.app().issuer(),
        gate,
        new PostHandler(gate, bodies, config.mcp().anonymousHandshake(), door, router),
        new SessionHandler(gate, eras, node, streams, replies, subscriptions),
        eras,
        door);
  }

  private void endStanding() {
    subscriptions.endAll();
    streams.endStanding();
  }

  /** The port that was bound; useful when the configuration says 0. */
  public int actualPort() {
    return server.actualPort();
  }

  /** Stops accepting, ends standing streams, lets running calls finish within the grace. */
  @Override
  public Future<?> stop() {
    if (server == null) {
      return Future.succeededFuture();
    }
    endStanding();
    return server.shutdown(config.runtime().shutdownGrace().toMillis(), TimeUnit.MILLISECONDS);
  }

  private static long now() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
