package ai.altertable.mcp.console;

import ai.altertable.mcp.identity.ForgottenPasswords;
import ai.altertable.mcp.identity.Passwords;
import ai.altertable.mcp.identity.User;
import ai.altertable.mcp.oauth.http.SeeOther;
import ai.altertable.mcp.oauth.policy.Parameters;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * {@code /reset-password}: a new password, by the link that an administrator made. Nobody is signed
 * in by it: the new password is asked for, and the second factor after it.
 */
final class ResetPasswordPage {
  static final String PATH = "/reset-password";

  private static final String FORM = "reset-password/";

  private final ForgottenPasswords forgotten;
  private final SignInKit kit;

  ResetPasswordPage(ForgottenPasswords forgotten, SignInKit kit) {
    this.forgotten = forgotten;
    this.kit = kit;
  }

  void show(RoutingContext context) {
    String token = token(new Parameters(context.request().params()));
    forgotten
        .find(token)
        .map(ResetPasswordPage::user)
        .onSuccess(user -> show(context, 200, token, user, ""))
        .onFailure(context::fail);
  }

  void reset(RoutingContext context) {
    Parameters form = new Parameters(context.request().formAttributes());
    form.refuseDuplicates();
    String token = token(form);
    String browser = kit.cookies().browser(context).orElseThrow(PageProblem::stale);
    if (!kit.csrf().valid(form.get("csrf").orElse(""), browser, FORM + token)) {
      throw PageProblem.stale();
    }
    String wanted = form.get("password").orElse("");
    (Passwords.fit(wanted) ? reset(context, token, wanted) : unfit(context, token))
        .onFailure(context::fail);
  }

  private Future<Void> reset(RoutingContext context, String token, String wanted) {
    return forgotten
        .reset(
            token,
            wanted,
            user -> kit.audit().change("password.reset", user, kit.origins().of(context)))
        .map(ResetPasswordPage::user)
        .onSuccess(
            user -> {
              kit.cookies().clearSession(context);
              SeeOther.to(context, "/login?reset=done");
            })
        .mapEmpty();
  }

  private Future<Void> unfit(RoutingContext context, String token) {
    String problem = "The password must have at least " + Passwords.SHORTEST + " characters.";
    return forgotten
        .find(token)
        .map(ResetPasswordPage::user)
        .onSuccess(user -> show(context, 400, token, user, problem))
        .mapEmpty();
  }

  private void show(RoutingContext context, int status, String token, User user, String problem) {
    Map<String, Object> model = new HashMap<>();
    model.put("title", "New password");
    model.put("account", user.email());
    model.put("token", token);
    model.put("problem", problem);
    model.put("csrf", kit.csrf().token(kit.cookies().browserOrNew(context), FORM + token));
    kit.pages().send(context, status, "reset-password", model);
  }

  private static String token(Parameters parameters) {
    return RequestIds.clean(parameters.get("token")).orElseThrow(ResetPasswordPage::gone);
  }

  private static User user(Optional<User> found) {
    return found.orElseThrow(ResetPasswordPage::gone);
  }

  private static PageProblem gone() {
    return new PageProblem(
        400,
        "This link is no good any more",
        "It was used already, replaced by a newer one, or it is older than a day. Ask an"
            + " administrator of your organization for a new one.");
  }
}
