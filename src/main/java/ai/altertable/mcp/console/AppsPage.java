package ai.altertable.mcp.console;

import ai.altertable.mcp.console.Visitors.Visitor;
import ai.altertable.mcp.oauth.AuthorizationServer;
import ai.altertable.mcp.oauth.grant.ConnectedApp;
import ai.altertable.mcp.oauth.http.RequestOrigins;
import ai.altertable.mcp.oauth.http.SeeOther;
import ai.altertable.mcp.oauth.policy.Parameters;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** {@code /apps}: the connected applications of the user, each to be revoked. */
final class AppsPage {
  private static final String FORM = "apps";
  private final AuthorizationServer server;
  private final Visitors visitors;
  private final Pages pages;
  private final CsrfTokens csrf;
  private final RequestOrigins origins;

  AppsPage(
      AuthorizationServer server,
      Visitors visitors,
      Pages pages,
      CsrfTokens csrf,
      RequestOrigins origins) {
    this.server = server;
    this.visitors = visitors;
    this.pages = pages;
    this.csrf = csrf;
    this.origins = origins;
  }

  void show(RoutingContext context) {
    boolean revoked = context.request().params().contains("revoked");
    visitors
        .visitor(context)
        .compose(
            visitor -> {
              if (visitor.isEmpty()) {
                SeeOther.to(context, "/login");
                return Future.succeededFuture();
              }
              return server
                  .grants()
                  .ofUser(visitor.get().user().id())
                  .onSuccess(
                      apps ->
                          pages.send(context, 200, "apps", model(visitor.get(), apps, revoked)));
            })
        .onFailure(context::fail);
  }

  void revoke(RoutingContext context) {
    Parameters form = new Parameters(context.request().formAttributes());
    form.refuseDuplicates();
    visitors
        .visitor(context)
        .map(visitor -> visitor.orElseThrow(PageProblem::stale))
        .compose(
            visitor -> {
              if (!csrf.valid(form.get("csrf").orElse(""), visitor.session(), FORM)) {
                throw PageProblem.stale();
              }
              return server
                  .grants()
                  .revokeOwn(visitor.user().id(), grantId(form), origins.of(context));
            })
        .onSuccess(done -> SeeOther.to(context, "/apps?revoked=1"))
        .onFailure(context::fail);
  }

  private static UUID grantId(Parameters form) {
    try {
      return UUID.fromString(form.get("grant").orElse(""));
    } catch (IllegalArgumentException e) {
      throw PageProblem.stale();
    }
  }

  private Map<String, Object> model(Visitor visitor, List<ConnectedApp> apps, boolean revoked) {
    Map<String, Object> model = new HashMap<>();
    model.put("title", "Connected apps");
    model.put("email", visitor.user().email());
    model.put("signOut", csrf.token(visitor.session(), LogoutAction.FORM));
    model.put("csrf", csrf.token(visitor.session(), FORM));
    model.put("revoked", revoked);
    model.put("apps", ConnectedClient.of(apps).stream().map(AppsPage::app).toList());
    return model;
  }

  private static Map<String, Object> app(ConnectedClient app) {
    Map<String, Object> model = new HashMap<>();
    model.put("grant", app.first().grant().id().toString());
    model.put("client", app.first().clientName());
    model.put("place", app.first().place());
    model.put("access", Words.access(app.scopes()));
    model.put("times", app.grants().size() == 1 ? "" : app.grants().size() + " times");
    model.put("connected", Times.minute(app.connectedAt()));
    model.put("used", Times.minute(app.lastUsedAt()));
    return model;
  }
}
