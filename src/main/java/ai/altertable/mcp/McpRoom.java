package ai.altertable.mcp;

import ai.altertable.mcp.config.LimitsConfig;
import ai.altertable.mcp.oauth.resource.JwtBearerAuthenticator;
import ai.altertable.mcp.platform.Platform;
import ai.altertable.mcp.platform.RateLimiter;
import ai.altertable.mcp.transport.McpVerticle;
import ai.altertable.mcp.transport.NodeState;
import ai.altertable.mcp.transport.StreamBudget;
import ai.altertable.mcp.transport.session.LocalEndedSessions;
import java.time.Clock;
import java.time.Duration;

/** Plugs the MCP endpoint in: one verticle for each core, one memory of tokens for all of them. */
final class McpRoom {
  private static final int ENDED_SESSIONS = 100_000;

  private McpRoom() {}

  static Part part(Platform platform, int instances) {
    JwtBearerAuthenticator authenticator =
        JwtBearerAuthenticator.create(platform.vertx(), platform.config(), platform.database());
    authenticator.follow(platform.vertx().eventBus());
    LimitsConfig limits = platform.config().limits();
    RateLimiter<String> rate =
        new RateLimiter<>(limits.rate().perSecond(), Duration.ofSeconds(1), limits.rate().burst());
    NodeState node =
        new NodeState(
            new LocalEndedSessions(Clock.systemUTC(), ENDED_SESSIONS),
            new StreamBudget(limits.streams()));
    return Part.verticle(
        "mcp",
        platform.vertx(),
        instances,
        () ->
            new McpVerticle(
                platform.config(),
                authenticator,
                platform.secrets(),
                key -> seconds(rate.acquire(key)),
                node));
  }

  /** Whole seconds for {@code Retry-After}, rounded up. */
  private static int seconds(Duration wait) {
    return (int) wait.plusMillis(999).toSeconds();
  }
}
