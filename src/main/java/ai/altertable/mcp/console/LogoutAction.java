package ai.altertable.mcp.console;

import ai.altertable.mcp.identity.BrowserSessions;
import ai.altertable.mcp.oauth.http.SeeOther;
import ai.altertable.mcp.oauth.policy.Parameters;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;

/** {@code /logout}: ends the browser session. */
public final class LogoutAction {
  /** What its form tokens are bound to. */
  public static final String FORM = "logout";

  private final BrowserSessions sessions;
  private final SignInKit kit;

  LogoutAction(BrowserSessions sessions, SignInKit kit) {
    this.sessions = sessions;
    this.kit = kit;
  }

  void signOut(RoutingContext context) {
    Parameters form = new Parameters(context.request().formAttributes());
    form.refuseDuplicates();
    kit.visitors()
        .visitor(context)
        .compose(
            visitor ->
                visitor.map(known -> end(context, known, form)).orElseGet(Future::succeededFuture))
        .onSuccess(
            ended -> {
              kit.cookies().clearSession(context);
              kit.cookies().clearPending(context);
              SeeOther.to(context, Continuation.of(form).through("/login"));
            })
        .onFailure(context::fail);
  }

  private Future<Void> end(RoutingContext context, Visitors.Visitor visitor, Parameters form) {
    if (!kit.csrf().valid(form.get("csrf").orElse(""), visitor.session(), FORM)) {
      return Future.failedFuture(PageProblem.stale());
    }
    return sessions.end(
        visitor.session(),
        kit.audit().change("sign_out", visitor.user(), kit.origins().of(context)));
  }
}
