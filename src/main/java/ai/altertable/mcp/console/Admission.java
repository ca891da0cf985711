package ai.altertable.mcp.console;

import ai.altertable.mcp.identity.BrowserSessions;
import ai.altertable.mcp.identity.Entrance;
import ai.altertable.mcp.identity.SignInMethod;
import ai.altertable.mcp.identity.SignInOutcome;
import ai.altertable.mcp.identity.SignedIn;
import ai.altertable.mcp.identity.User;
import ai.altertable.mcp.identity.Visit;
import ai.altertable.mcp.oauth.http.SeeOther;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;

/** Sends browsers on whose user was let in, or has a second factor to show. */
final class Admission {
  static final String SECOND_STEP = "/login/second-factor";

  private final SignInKit kit;
  private final Entrance entrance;
  private final BrowserSessions sessions;

  Admission(SignInKit kit, Entrance entrance, BrowserSessions sessions) {
    this.kit = kit;
    this.entrance = entrance;
    this.sessions = sessions;
  }

  /** What the identity room needs to know of the browser. */
  Visit visit(RoutingContext context) {
    return new Visit(
        kit.origins().of(context).address(),
        Objects.requireNonNullElse(context.request().getHeader(HttpHeaders.USER_AGENT), ""),
        kit.cookies().session(context),
        kit.audit().arrival(kit.origins().of(context)));
  }

  /** Lets a user in whose first factor was right. */
  Future<Void> admit(RoutingContext context, User user, SignInMethod method, Continuation next) {
    return entrance
        .admit(user, method, visit(context))
        .compose(
            outcome -> {
              if (outcome instanceof SignedIn in) {
                return signedIn(context, in, next);
              }
              if (outcome instanceof SignInOutcome.SecondFactorNeeded needed) {
                return secondStep(context, needed.pending(), next);
              }
              throw new IllegalStateException("admitted, but " + outcome);
            });
  }

  Future<Void> signedIn(RoutingContext context, SignedIn in, Continuation next) {
    kit.cookies().clearPending(context);
    kit.cookies().setSession(context, in.session(), sessions.lifetime());
    SeeOther.to(context, next.path());
    return Future.succeededFuture();
  }

  Future<Void> secondStep(RoutingContext context, String pending, Continuation next) {
    kit.cookies().setPending(context, pending, Entrance.PATIENCE);
    SeeOther.to(context, next.through(SECOND_STEP));
    return Future.succeededFuture();
  }
}
