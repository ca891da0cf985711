package ai.altertable.mcp.transport;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.bus.Addresses;
import ai.altertable.mcp.bus.GrantRevoked;
import ai.altertable.mcp.config.Config;
import ai.altertable.mcp.config.LimitsConfig;
import ai.altertable.mcp.oauth.resource.BearerAuthenticator;
import ai.altertable.mcp.platform.HttpOptions;
import ai.altertable.mcp.platform.Secrets;
import ai.altertable.mcp.platform.TrustedProxies;
import ai.altertable.mcp.protocol.ServerDescription;
import ai.altertable.mcp.transport.session.Sessions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The MCP endpoint on one event loop. Deploy one for each core: they share the port. */
public final class McpVerticle extends VerticleBase {
  private static final long TICK_MILLIS = 250;

  /** A call may use the whole time of a statement and some for the rest. */
  private static final Duration CALL_MARGIN = Duration.ofSeconds(5);

  private final Config config;
  private final BearerAuthenticator authenticator;
  private final Secrets secrets;
  private final RateLimiter limiter;
  private final NodeState node;
  private final OpenStreams streams = new OpenStreams();
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
    Hangup hangup = new Hangup();
    BodyReader bodies = new BodyReader(limits.bodyBytes(), limits.request().toMillis());
    Replies replies = new Replies(streams, McpVerticle::now);
    Endpoint endpoint = endpoint(hangup, bodies, replies);
    vertx.setPeriodic(
        TICK_MILLIS,
        tick -> {
          long now = now();
          hangup.tick(now);
          bodies.tick(now);
          replies.tick(now);
          streams.tick(now, Clock.systemUTC().instant());
        });
    vertx
        .eventBus()
        .<GrantRevoked>consumer(
            Addresses.GRANT_REVOKED, message -> streams.endGrant(message.body().grantId()));
    // A stream may outlive its grant now: its client opens another, with a token that is checked.
    vertx.eventBus().consumer(Addresses.REVOCATIONS_MISSED, message -> streams.endStanding());
    server =
        vertx.createHttpServer(HttpOptions.server(config.mcp().listen(), config.http(), limits));
    return server.invalidRequestHandler(Unreadable::refuse).requestHandler(endpoint).listen();
  }

  private Endpoint endpoint(Hangup hangup, BodyReader bodies, Replies replies) {
    Clock clock = Clock.systemUTC();
    ServerDescription description =
        Instructions.describe(new JsonObject().put("tools", new JsonObject()));
    Sessions sessions =
        new Sessions(secrets, config.mcp().sessionLifetime(), clock, node.endedSessions());
    EraSelector eras = new EraSelector(sessions);
    ToolDirectory directory = new ToolDirectory(vertx.eventBus());
    ToolCalls toolCalls =
        new ToolCalls(
            vertx.eventBus(),
            directory,
            new ToolOutcomes(description),
            config.lakehouse().limits().timeout().plus(CALL_MARGIN),
            clock);
    MessageRouter router =
        new MessageRouter(
            eras,
            new Methods(description, sessions)
                .dispatcher(new ToolLists(directory, description), toolCalls),
            new Notifications(toolCalls),
            replies);
    Gate gate =
        new Gate(
            context,
            new Authenticator(authenticator),
            new RequestQuota(limiter, new TrustedProxies(config.http().trustedProxies())),
            hangup,
            McpVerticle::now);
    return new Endpoint(
        new OriginPolicy(config.mcp(), config.app()),
        new ResourcePaths(config.mcp().url().toString()),
        config.app().issuer(),
        gate,
        new PostHandler(gate, bodies, config.mcp().anonymousHandshake(), router),
        new SessionHandler(gate, eras, node.endedSessions(), node.streams(), streams),
        eras);
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
    streams.endStanding();
    return server.shutdown(config.runtime().shutdownGrace().toMillis(), TimeUnit.MILLISECONDS);
  }

  private static long now() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
