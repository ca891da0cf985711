package ai.altertable.mcp.console;

import ai.altertable.mcp.console.Visitors.Visitor;
import ai.altertable.mcp.identity.AccountPassword;
import ai.altertable.mcp.identity.Identity;
import ai.altertable.mcp.identity.Passwords;
import ai.altertable.mcp.identity.SecondFactors;
import ai.altertable.mcp.identity.SessionEntry;
import ai.altertable.mcp.oauth.http.SeeOther;
import ai.altertable.mcp.oauth.policy.Parameters;
import ai.altertable.mcp.oauth.policy.RequestOrigin;
import ai.altertable.mcp.platform.AuditNote;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** {@code /account}: one's own password, second factor and browser sessions. */
final class AccountPage {
  static final String PATH = "/account";

  private static final String FORM = "account";
  private static final Map<String, String> NOTICES =
      Map.of(
          "password", "Your password is changed. Every other browser is signed out.",
          "session", "That browser is signed out.",
          "sessions", "Every other browser is signed out.",
          "removed", "Your second factor is removed.");

  private final Identity identity;
  private final SignInKit kit;
  private final AccountForms forms;

  AccountPage(Identity identity, SignInKit kit) {
    this.identity = identity;
    this.kit = kit;
    this.forms = new AccountForms(kit, FORM);
  }

  void show(RoutingContext context) {
    String done = new Parameters(context.request().params()).get("done").orElse("");
    kit.visitors()
        .visitor(context)
        .compose(
            visitor -> {
              if (visitor.isEmpty()) {
                SeeOther.to(context, "/login");
                return Future.succeededFuture();
              }
              return show(context, 200, visitor.get(), NOTICES.getOrDefault(done, ""), "");
            })
        .onFailure(context::fail);
  }

  void changePassword(RoutingContext context) {
    forms.take(
        context,
        (visitor, form) ->
            identity
                .password()
                .change(
                    visitor.user().id(),
                    visitor.session(),
                    new AccountPassword.Wish(
                        form.get("current").orElse(""), form.get("new").orElse("")),
                    kit.origins().of(context).address(),
                    note(context, visitor, "password.change"))
                .compose(outcome -> changed(context, visitor, outcome)));
  }

  void endSession(RoutingContext context) {
    forms.take(
        context,
        (visitor, form) ->
            identity
                .sessions()
                .endOne(visitor.user().id(), sessionId(form), note(context, visitor, "session.end"))
                .compose(ended -> done(context, "session")));
  }

  void endOthers(RoutingContext context) {
    forms.take(
        context,
        (visitor, form) ->
            identity
                .sessions()
                .endOthers(
                    visitor.user().id(),
                    visitor.session(),
                    note(context, visitor, "session.end_others"))
                .compose(ended -> done(context, "sessions")));
  }

  private Future<Void> changed(
      RoutingContext context, Visitor visitor, AccountPassword.Outcome outcome) {
    RequestOrigin origin = kit.origins().of(context);
    return switch (outcome) {
      case DONE ->
          identity
              .sessions()
              .rotate(visitor.session())
              .compose(
                  session -> {
                    kit.cookies().setSession(context, session, identity.sessions().lifetime());
                    return done(context, "password");
                  });
      case WRONG ->
          kit.audit()
              .account("password.change", "refused", visitor.user(), origin)
              .compose(
                  recorded ->
                      show(context, 403, visitor, "", "The current password is not right."));
      case UNFIT ->
          show(
              context,
              400,
              visitor,
              "",
              "The new password must have at least " + Passwords.SHORTEST + " characters.");
      case THROTTLED ->
          kit.audit()
              .account("password.change", "throttled", visitor.user(), origin)
              .compose(
                  recorded ->
                      show(context, 429, visitor, "", "Too many attempts. Try again later."));
    };
  }

  private AuditNote note(RoutingContext context, Visitor visitor, String action) {
    return kit.audit().change(action, visitor.user(), kit.origins().of(context));
  }

  private static Future<Void> done(RoutingContext context, String notice) {
    SeeOther.to(context, PATH + "?done=" + notice);
    return Future.succeededFuture();
  }

  private static UUID sessionId(Parameters form) {
    try {
      return UUID.fromString(form.get("session").orElse(""));
    } catch (IllegalArgumentException e) {
      throw PageProblem.stale();
    }
  }

  private Future<Void> show(
      RoutingContext context, int status, Visitor visitor, String notice, String problem) {
    UUID userId = visitor.user().id();
    Future<Boolean> password = identity.password().possible(userId);
    Future<SecondFactors.Status> factor = identity.factors().status(userId);
    Future<List<SessionEntry>> sessions = identity.sessions().list(userId, visitor.session());
    return Future.all(password, factor, sessions)
        .onSuccess(
            read -> {
              Map<String, Object> model = new HashMap<>();
              model.put("title", "Account");
              model.put("email", visitor.user().email());
              model.put("name", visitor.user().name());
              model.put("signOut", kit.csrf().token(visitor.session(), LogoutAction.FORM));
              model.put("csrf", forms.token(visitor));
              model.put("notice", notice);
              model.put("problem", problem);
              model.put("password", password.result());
              model.put("factor", factor.result().active());
              model.put("codes", factor.result().recoveryCodes());
              model.put("several", sessions.result().size() > 1);
              model.put("sessions", sessions.result().stream().map(AccountPage::row).toList());
              kit.pages().send(context, status, "account", model);
            })
        .mapEmpty();
  }

  private static Map<String, Object> row(SessionEntry session) {
    return Map.of(
        "id", session.id().toString(),
        "current", session.current(),
        "browser", UserAgents.describe(session.userAgent()),
        "address", session.address().isEmpty() ? "unknown" : session.address(),
        "began", Times.minute(session.createdAt()),
        "seen", Times.minute(session.lastSeenAt()));
  }
}
