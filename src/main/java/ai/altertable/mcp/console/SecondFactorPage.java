package ai.altertable.mcp.console;

import ai.altertable.mcp.console.Visitors.Visitor;
import ai.altertable.mcp.identity.AccountPassword;
import ai.altertable.mcp.identity.Identity;
import ai.altertable.mcp.identity.SecondFactors;
import ai.altertable.mcp.identity.SecondFactors.Enrolment;
import ai.altertable.mcp.identity.SecondFactors.Removal;
import ai.altertable.mcp.oauth.http.SeeOther;
import ai.altertable.mcp.oauth.policy.Parameters;
import ai.altertable.mcp.platform.AuditNote;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

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

  /**
   * Who it is about.
   *
   * @param next where the visitor was sent here from, and goes on afterwards
   */
  private record Subject(Visitor visitor, Continuation next) {
    static Subject of(Visitor visitor, Parameters form) {
      return new Subject(visitor, Continuation.of(form));
    }

    UUID id() {
      return visitor.user().id();
    }
  }

  private interface Act {
    Future<Void> by(Subject subject, Parameters form);
  }

  private void take(RoutingContext context, Act act) {
    forms.take(context, (visitor, form) -> act.by(Subject.of(visitor, form), form));
  }

  void show(RoutingContext context) {
    Continuation next = Continuation.of(new Parameters(context.request().params()));
    kit.visitors()
        .visitor(context)
        .compose(
            visitor -> {
              if (visitor.isEmpty()) {
                SeeOther.to(context, next.through("/login"));
                return Future.succeededFuture();
              }
              return show(context, 200, new Subject(visitor.get(), next), "");
            })
        .onFailure(context::fail);
  }

  /** Whoever finds a browser signed in must not lock its owner out: the password is asked for. */
  void begin(RoutingContext context) {
    take(
        context,
        (subject, form) ->
            identity
                .password()
                .possible(subject.id())
                .compose(
                    possible ->
                        possible
                            ? identity
                                .password()
                                .check(
                                    subject.id(),
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
                            subject,
                            wrong
                                ? "The password is not right."
                                : "Too many attempts. Try again later.");
                      }
                      return factors
                          .begin(subject.visitor().user())
                          .onSuccess(begun -> SeeOther.to(context, subject.next().through(PATH)))
                          .mapEmpty();
                    }));
  }

  void confirm(RoutingContext context) {
    take(
        context,
        (subject, form) ->
            factors
                .confirm(
                    subject.id(),
                    subject.visitor().session(),
                    form.get("code").orElse(""),
                    note(context, subject, "second_factor.enable"))
                .compose(
                    codes ->
                        codes.isPresent()
                            ? enabled(context, subject, codes.get())
                            : show(
                                context,
                                400,
                                subject,
                                "That code is not right. Type the one that the app shows now.")));
  }

  void renew(RoutingContext context) {
    take(
        context,
        (subject, form) ->
            factors
                .renewCodes(
                    subject.id(),
                    form.get("code").orElse(""),
                    note(context, subject, "second_factor.codes"))
                .compose(
                    codes ->
                        codes.isPresent()
                            ? showCodes(context, subject, codes.get(), false)
                            : wrong(context, subject)));
  }

  void remove(RoutingContext context) {
    take(
        context,
        (subject, form) ->
            factors
                .remove(
                    subject.id(),
                    form.get("code").orElse(""),
                    note(context, subject, "second_factor.disable"))
                .compose(removal -> removed(context, subject, removal)));
  }

  private Future<Void> removed(RoutingContext context, Subject subject, Removal removal) {
    if (removal instanceof Removal.Required required) {
      return show(
          context,
          409,
          subject,
          "The policy of " + required.organization() + " asks you to keep a second factor.");
    }
    if (removal instanceof Removal.Wrong) {
      return wrong(context, subject);
    }
    SeeOther.to(context, AccountPage.PATH + "?done=removed");
    return Future.succeededFuture();
  }

  private Future<Void> wrong(RoutingContext context, Subject subject) {
    return kit.audit()
        .account(
            "second_factor.failed", "wrong", subject.visitor().user(), kit.origins().of(context))
        .compose(
            done ->
                show(
                    context,
                    403,
                    subject,
                    "That code is not right, or it was used before. Wait for the next one."));
  }

  /** The one session that goes on is renewed. */
  private Future<Void> enabled(RoutingContext context, Subject subject, List<String> codes) {
    return identity
        .sessions()
        .rotate(subject.visitor().session())
        .compose(
            session -> {
              kit.cookies().setSession(context, session, identity.sessions().lifetime());
              Visitor renewed = new Visitor(subject.visitor().user(), session);
              return showCodes(context, new Subject(renewed, subject.next()), codes, true);
            });
  }

  private AuditNote note(RoutingContext context, Subject subject, String action) {
    return kit.audit().change(action, subject.visitor().user(), kit.origins().of(context));
  }

  /**
   * @param first whether the second factor is new too
   */
  private Future<Void> showCodes(
      RoutingContext context, Subject subject, List<String> codes, boolean first) {
    Map<String, Object> model = model(subject);
    model.put("first", first);
    model.put("codes", codes);
    kit.pages().send(context, 200, "second-factor-codes", model);
    return Future.succeededFuture();
  }

  private Future<Void> show(RoutingContext context, int status, Subject subject, String problem) {
    Future<SecondFactors.Status> state = factors.status(subject.id());
    Future<Optional<Enrolment>> begun = factors.begun(subject.visitor().user());
    Future<Boolean> password = identity.password().possible(subject.id());
    return Future.all(state, begun, password)
        .onSuccess(
            read -> {
              Map<String, Object> model = model(subject);
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

  private Map<String, Object> model(Subject subject) {
    Visitor visitor = subject.visitor();
    Map<String, Object> model = new HashMap<>();
    model.put("title", "Second factor");
    model.put("email", visitor.user().email());
    model.put("signOut", kit.csrf().token(visitor.session(), LogoutAction.FORM));
    model.put("csrf", forms.token(visitor));
    model.put(
        "back",
        subject.next().equals(Continuation.HOME) ? AccountPage.PATH : subject.next().path());
    subject.next().put(model);
    return model;
  }
}
