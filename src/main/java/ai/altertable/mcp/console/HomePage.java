package ai.altertable.mcp.console;

import ai.altertable.mcp.console.Visitors.Visitor;
import ai.altertable.mcp.identity.Identity;
import ai.altertable.mcp.identity.ReachableEnvironment;
import ai.altertable.mcp.oauth.http.SeeOther;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code /}: who you are, which environments you reach, how to connect an agent. */
final class HomePage {
  private final Identity identity;
  private final Visitors visitors;
  private final Pages pages;
  private final CsrfTokens csrf;
  private final String endpoint;

  /**
   * @param endpoint canonical resource of the MCP endpoint
   */
  HomePage(Identity identity, Visitors visitors, Pages pages, CsrfTokens csrf, String endpoint) {
    this.identity = identity;
    this.visitors = visitors;
    this.pages = pages;
    this.csrf = csrf;
    this.endpoint = endpoint;
  }

  void show(RoutingContext context) {
    visitors
        .visitor(context)
        .compose(
            visitor -> {
              if (visitor.isEmpty()) {
                SeeOther.to(context, "/login");
                return Future.succeededFuture();
              }
              return identity
                  .reachable(visitor.get().user().id())
                  .onSuccess(
                      environments ->
                          pages.send(context, 200, "home", model(visitor.get(), environments)));
            })
        .onFailure(context::fail);
  }

  private Map<String, Object> model(Visitor visitor, List<ReachableEnvironment> environments) {
    Map<String, Object> model = new HashMap<>();
    model.put("title", "Connect an agent");
    model.put("email", visitor.user().email());
    model.put("signOut", csrf.token(visitor.session(), LogoutAction.FORM));
    model.put("endpoint", endpoint);
    model.put("connection", "altertable");
    model.put("environments", environments.stream().map(this::environment).toList());
    return model;
  }

  private Map<String, Object> environment(ReachableEnvironment environment) {
    return Map.of(
        "organization",
        environment.organizationName(),
        "name",
        environment.environmentName(),
        "access",
        Words.access(environment.scopes()),
        "endpoint",
        endpoint + "/" + environment.tenant().path());
  }
}
