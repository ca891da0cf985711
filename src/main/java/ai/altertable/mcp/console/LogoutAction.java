package ai.altertable.mcp.console;

import ai.altertable.mcp.identity.BrowserSessions;
import ai.altertable.mcp.oauth.http.AppCookies;
import ai.altertable.mcp.oauth.http.RequestOrigins;
import ai.altertable.mcp.oauth.http.SeeOther;
import ai.altertable.mcp.oauth.policy.Parameters;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;

/** {@code /logout}: ends the browser session. */
public final class LogoutAction {
  /** What its form tokens are bound to. */
  public static final String FORM = "logout";

  private final BrowserSessions sessions;
  private final Visitors visitors;
  private final AppCookies cookies;
  private final CsrfTokens csrf;
  private final RequestOrigins origins;
  private final SignInAudit audit;

  LogoutAction(
      BrowserSessions sessions,
      Visitors visitors,
      AppCookies cookies,
      CsrfTokens csrf,
      RequestOrigins origins,
      SignInAudit audit) {
    this.sessions = sessions;
    this.visitors = visitors;
    this.cookies = cookies;
    this.csrf = csrf;
    this.origins = origins;
    this.audit = audit;
  }

  void signOut(RoutingContext context) {
    Parameters form = new Parameters(context.request().formAttributes());
    form.refuseDuplicates();
    visitors
        .visitor(context)
        .compose(
            visitor ->
                visitor.map(known -> end(context, known, form)).orElseGet(Future::succeededFuture))
        .onSuccess(
            ended -> {
              cookies.clearSession(context);
              SeeOther.to(
                  context,
                  RequestIds.clean(form.get("request"))
                      .map(id -> "/login?request=" + id)
                      .orElse("/login"));
            })
        .onFailure(context::fail);
  }

  private Future<Void> end(RoutingContext context, Visitors.Visitor visitor, Parameters form) {
    if (!csrf.valid(form.get("csrf").orElse(""), visitor.session(), FORM)) {
      return Future.failedFuture(PageProblem.stale());
    }
    return sessions
        .end(visitor.session())
        .compose(ended -> audit.signedOut(visitor.user(), origins.of(context)));
  }
}
