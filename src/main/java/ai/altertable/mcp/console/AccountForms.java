package ai.altertable.mcp.console;

import ai.altertable.mcp.console.Visitors.Visitor;
import ai.altertable.mcp.oauth.policy.Parameters;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;

/** Takes the forms of signed-in users: whole, from this session, made for this page. */
final class AccountForms {
  private final SignInKit kit;
  private final String form;

  /**
   * @param form what the form tokens are bound to
   */
  AccountForms(SignInKit kit, String form) {
    this.kit = kit;
    this.form = form;
  }

  /** What a form does. */
  interface Act {
    Future<Void> by(Visitor visitor, Parameters form);
  }

  /** The token for the page's forms. */
  String token(Visitor visitor) {
    return kit.csrf().token(visitor.session(), form);
  }

  void take(RoutingContext context, Act act) {
    Parameters fields = new Parameters(context.request().formAttributes());
    fields.refuseDuplicates();
    kit.visitors()
        .visitor(context)
        .map(visitor -> visitor.orElseThrow(PageProblem::stale))
        .compose(
            visitor -> {
              if (!kit.csrf().valid(fields.get("csrf").orElse(""), visitor.session(), form)) {
                throw PageProblem.stale();
              }
              return act.by(visitor, fields);
            })
        .onFailure(context::fail);
  }
}
