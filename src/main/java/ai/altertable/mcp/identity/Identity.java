package ai.altertable.mcp.identity;

import ai.altertable.mcp.config.AppConfig;
import ai.altertable.mcp.platform.PlatformDatabase;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/**
 * The room's services for the app, made once for each node and shared by its verticles.
 *
 * @param signIn with e-mail address and password
 * @param sessions of browsers
 * @param database where users and environments are
 */
public record Identity(SignIn signIn, BrowserSessions sessions, PlatformDatabase database) {
  public static Identity create(AppConfig config, PlatformDatabase database, Passwords passwords) {
    BrowserSessions sessions = new BrowserSessions(database, config.sessionLifetime());
    SignInThrottle throttle = new SignInThrottle();
    return new Identity(new SignIn(database, passwords, sessions, throttle), sessions, database);
  }

  /** Every environment within a user's reach, ordered by organization and environment. */
  public Future<List<ReachableEnvironment>> reachable(UUID userId) {
    return Directory.reachable(database.pool(), userId);
  }
}
