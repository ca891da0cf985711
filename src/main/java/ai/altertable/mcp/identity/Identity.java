package ai.altertable.mcp.identity;

import ai.altertable.mcp.config.AppConfig;
import ai.altertable.mcp.platform.PlatformDatabase;
import java.time.Clock;

/**
 * The room's services for the app, made once for each node and shared by its verticles.
 *
 * @param signIn with e-mail address and password
 * @param sessions of browsers
 */
public record Identity(SignIn signIn, BrowserSessions sessions) {
  public static Identity create(AppConfig config, PlatformDatabase database, Passwords passwords) {
    BrowserSessions sessions = new BrowserSessions(database, config.sessionLifetime());
    SignInThrottle throttle = new SignInThrottle(Clock.systemUTC());
    return new Identity(new SignIn(database, passwords, sessions, throttle), sessions);
  }
}
