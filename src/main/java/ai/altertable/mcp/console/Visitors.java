package ai.altertable.mcp.console;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.identity.BrowserSessions;
import ai.altertable.mcp.identity.User;
import ai.altertable.mcp.oauth.http.AppCookies;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** Finds out who is in front of the browser. */
public final class Visitors {
  private final BrowserSessions sessions;
  private final AppCookies cookies;

  Visitors(BrowserSessions sessions, AppCookies cookies) {
    this.sessions = sessions;
    this.cookies = cookies;
  }

  /**
   * A signed-in user.
   *
   * @param session token of the browser session, which form tokens are bound to
   */
  public record Visitor(User user, String session) {
    public Visitor {
      requireNonNull(user, "user is null");
      requireNonNull(session, "session is null");
    }
  }

  /** The user of the request's session; empty when nobody is signed in. */
  public Future<Optional<Visitor>> visitor(RoutingContext context) {
    return cookies
        .session(context)
        .map(
            session ->
                sessions.find(session).map(user -> user.map(found -> new Visitor(found, session))))
        .orElseGet(() -> Future.succeededFuture(Optional.empty()));
  }
}
