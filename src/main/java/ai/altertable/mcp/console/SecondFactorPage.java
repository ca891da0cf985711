package ai.altertable.mcp.console;

import ai.altertable.mcp.console.Visitors.Visitor;
import ai.altertable.mcp.identity.AccountPassword;
import ai.altertable.mcp.identity.Identity;
import ai.altertable.mcp.identity.SecondFactors;
import ai.altertable.mcp.identity.SecondFactors.Enrolment;
import ai.altertable.mcp.identity.SecondFactors.Removal;
import ai.altertable.mcp.oauth.http.SeeOther;
import ai.altertable.mcp.platform.AuditNote;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /account/second-factor}: sets one up, makes new recovery codes, does without it. */
final class SecondFactorPage {
  static final String PATH = "/account/second-factor";

  private static final String FORM = "second-factor";

  private final Identity identity;
  private final SecondFactors factors;
  private final SignInKit kit;
  private final AccountForms forms;

  SecondFactorPage(Identity identity, SignInKit kit) {
    this.identity = identity;
    this.factors = identity.factors();
    this.kit = kit;
    this.forms = new AccountForms(kit, FORM);
  }

  void show(RoutingContext context) {
    kit.visitors()
        .visitor(context)
        .compose(
            visitor -> {
              if (visitor.isEmpty()) {
                SeeOther.to(context, "/login");
                return Future.succeededFuture();
              }
              return show(context, 200, visitor.get(), "");
            })
        .onFailure(context::fail);
  }

  /** Whoever finds a browser signed in must not lock its owner out: the password is asked for. */
  void begin(RoutingContext context) {
    forms.take(
        context,
        (visitor, form) ->
            identity
                .password()
                .possible(visitor.user().id())
                .compose(
                    possible ->
                        possible
                            ? identity
                                .password()
                                .check(
                                    visitor.user().id(),
                                    form.get("password").orElse(""),
                                    kit.origins().of(context).address())
                            : Future.succeededFuture(AccountPassword.Outcome.DONE))
                .compose(
                    outcome -> {
                      if (outcome != AccountPassword.Outcome.DONE) {
                        boolean wrong = outcome == AccountPassword.Outcome.WRONG;
                        return show(
                            context,
                            wrong ? 403 : 429,
                            visitor,
                            wrong
                                ? "The password is not right."
                                : "Too many attempts. Try again later.");
                      }
                      return factors
                          .begin(visitor.user())
                          .onSuccess(begun -> SeeOther.to(context, PATH))
                          .mapEmpty();
                    }));
  }

  void confirm(RoutingContext context) {
    forms.take(
        context,
        (visitor, form) ->
            factors
                .confirm(
                    visitor.user().id(),
                    visitor.session(),
                    form.get("code").orElse(""),
                    note(context, visitor, "second_factor.enable"))
                .compose(
                    codes ->
                        codes.isPresent()
                            ? enabled(context, visitor, codes.get())
                            : show(
                                context,
                                400,
                                visitor,
                                "That code is not right. Type the one that the app shows now.")));
  }

  void renew(RoutingContext context) {
    forms.take(
        context,
        (visitor, form) ->
            factors
                .renewCodes(
                    visitor.user().id(),
                    form.get("code").orElse(""),
                    note(context, visitor, "second_factor.codes"))
                .compose(
                    codes ->
                        codes.isPresent()
                            ? showCodes(context, visitor, codes.get(), false)
                            : wrong(context, visitor)));
  }

  void remove(RoutingContext context) {
    forms.take(
        context,
        (visitor, form) ->
            factors
                .remove(
                    visitor.user().id(),
                    form.get("code").orElse(""),
                    note(context, visitor, "second_factor.disable"))
                .compose(removal -> removed(context, visitor, removal)));
  }

  private Future<Void> removed(RoutingContext context, Visitor visitor, Removal removal) {
    if (removal instanceof Removal.Required required) {
      return show(
          context,
          409,
          visitor,
          "The policy of " + required.organization() + " asks you to keep a second factor.");
    }
    if (removal instanceof Removal.Wrong) {
      return wrong(context, visitor);
    }
    SeeOther.to(context, AccountPage.PATH + "?done=removed");
    return Future.succeededFuture();
  }

  private Future<Void> wrong(RoutingContext context, Visitor visitor) {
    return kit.audit()
        .account("second_factor.failed", "wrong", visitor.user(), kit.origins().of(context))
        .compose(
            done ->
                show(
                    context,
                    403,
                    visitor,
                    "That code is not right, or it was used before. Wait for the next one."));
  }

  /** The one session that goes on is renewed. */
  private Future<Void> enabled(RoutingContext context, Visitor visitor, List<String> codes) {
    return identity
        .sessions()
        .rotate(visitor.session())
        .compose(
            session -> {
              kit.cookies().setSession(context, session, identity.sessions().lifetime());
              return showCodes(context, new Visitor(visitor.user(), session), codes, true);
            });
  }

  private AuditNote note(RoutingContext context, Visitor visitor, String action) {
    return kit.audit().change(action, visitor.user(), kit.origins().of(context));
  }

  /**
   * @param first whether the second factor is new too
   */
  private Future<Void> showCodes(
      RoutingContext context, Visitor visitor, List<String> codes, boolean first) {
    Map<String, Object> model = model(visitor);
    model.put("first", first);
    model.put("codes", codes);
    kit.pages().send(context, 200, "second-factor-codes", model);
    return Future.succeededFuture();
  }

  private Future<Void> show(RoutingContext context, int status, Visitor visitor, String problem) {
    Future<SecondFactors.Status> state = factors.status(visitor.user().id());
    Future<Optional<Enrolment>> begun = factors.begun(visitor.user());
    Future<Boolean> password = identity.password().possible(visitor.user().id());
    return Future.all(state, begun, password)
        .onSuccess(
            read -> {
              Map<String, Object> model = model(visitor);
              model.put("active", state.result().active());
              model.put("left", state.result().recoveryCodes());
              model.put("password", password.result());
              model.put("problem", problem);
              begun.result().ifPresent(enrolment -> put(model, enrolment));
              kit.pages().send(context, status, "second-factor", model);
            })
        .mapEmpty();
  }

  private static void put(Map<String, Object> model, Enrolment enrolment) {
    QrPicture picture = new QrPicture(enrolment.uri());
    model.put("begun", true);
    model.put("qrSize", picture.size());
    model.put("qrPath", picture.path());
    // In groups of four, as it is read and typed.
    model.put("secret", enrolment.secret().replaceAll("(.{4})(?!$)", "$1 "));
  }

  private Map<String, Object> model(Visitor visitor) {
    Map<String, Object> model = new HashMap<>();
    model.put("title", "Second factor");
    model.put("email", visitor.user().email());
    model.put("signOut", kit.csrf().token(visitor.session(), LogoutAction.FORM));
    model.put("csrf", forms.token(visitor));
    return model;
  }
}
