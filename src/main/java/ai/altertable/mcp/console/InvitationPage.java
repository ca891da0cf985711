package ai.altertable.mcp.console;

import ai.altertable.mcp.console.Visitors.Visitor;
import ai.altertable.mcp.identity.Identity;
import ai.altertable.mcp.identity.InvitationOutcome;
import ai.altertable.mcp.identity.InvitedUsers;
import ai.altertable.mcp.identity.Joining;
import ai.altertable.mcp.identity.PendingInvitation;
import ai.altertable.mcp.identity.SignInMethod;
import ai.altertable.mcp.identity.upstream.UpstreamSignIn;
import ai.altertable.mcp.oauth.http.SeeOther;
import ai.altertable.mcp.oauth.policy.Parameters;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** {@code /invitation}: joins an organization, with a new account or with the one there is. */
final class InvitationPage {
  private static final String FORM = "invitation/";

  private final InvitedUsers invited;
  private final Optional<UpstreamSignIn> upstream;
  private final SignInKit kit;
  private final Admission admission;

  InvitationPage(Identity identity, SignInKit kit, Admission admission) {
    this.invited = identity.invited();
    this.upstream = identity.upstream();
    this.kit = kit;
    this.admission = admission;
  }

  /** What the page is about, and what the form shows again. */
  private record Subject(
      String token,
      PendingInvitation invitation,
      Optional<Visitor> visitor,
      String name,
      String problem) {
    boolean mine() {
      return visitor.filter(known -> known.user().email().equals(invitation.email())).isPresent();
    }

    Subject with(String typed, String found) {
      return new Subject(token, invitation, visitor, typed, found);
    }
  }

  void show(RoutingContext context) {
    subject(context, new Parameters(context.request().params()))
        .onSuccess(subject -> show(context, 200, subject))
        .onFailure(context::fail);
  }

  void accept(RoutingContext context) {
    Parameters form = new Parameters(context.request().formAttributes());
    form.refuseDuplicates();
    subject(context, form)
        .compose(
            subject -> {
              String cookie =
                  subject
                      .visitor()
                      .map(Visitor::session)
                      .or(() -> kit.cookies().browser(context))
                      .orElseThrow(PageProblem::stale);
              if (!kit.csrf().valid(form.get("csrf").orElse(""), cookie, FORM + subject.token())) {
                throw PageProblem.stale();
              }
              return accept(context, subject, form);
            })
        .onFailure(context::fail);
  }

  private Future<Void> accept(RoutingContext context, Subject subject, Parameters form) {
    String name = form.get("name").orElse("");
    Joining joining = kit.audit().joining(kit.origins().of(context));
    return (subject.visitor().isPresent()
            ? invited.join(subject.token(), subject.visitor().get().user(), joining)
            : invited.signUp(subject.token(), name, form.get("password").orElse(""), joining))
        .compose(outcome -> outcome.fold(new Answer(context, subject, name)));
  }

  private Future<Subject> subject(RoutingContext context, Parameters parameters) {
    String token = RequestIds.clean(parameters.get("token")).orElseThrow(InvitationPage::gone);
    return invited
        .find(token)
        .map(found -> found.orElseThrow(InvitationPage::gone))
        .compose(
            invitation ->
                kit.visitors()
                    .visitor(context)
                    .map(visitor -> new Subject(token, invitation, visitor, "", "")));
  }

  private final class Answer implements InvitationOutcome.Cases<Future<Void>> {
    private final RoutingContext context;
    private final Subject subject;
    private final String name;

    Answer(RoutingContext context, Subject subject, String name) {
      this.context = context;
      this.subject = subject;
      this.name = name;
    }

    @Override
    public Future<Void> accepted(InvitationOutcome.Accepted outcome) {
      if (subject.visitor().isEmpty()) {
        return admission.admit(context, outcome.user(), SignInMethod.INVITATION, Continuation.HOME);
      }
      SeeOther.to(context, "/");
      return Future.succeededFuture();
    }

    @Override
    public Future<Void> gone(InvitationOutcome.Gone outcome) {
      throw InvitationPage.gone();
    }

    @Override
    public Future<Void> wrongAccount(InvitationOutcome.WrongAccount outcome) {
      show(context, 409, subject.with(name, "This invitation is for " + outcome.email() + "."));
      return Future.succeededFuture();
    }

    @Override
    public Future<Void> unfit(InvitationOutcome.Unfit outcome) {
      show(context, 400, subject.with(name, outcome.why()));
      return Future.succeededFuture();
    }
  }

  private void show(RoutingContext context, int status, Subject subject) {
    PendingInvitation invitation = subject.invitation();
    Map<String, Object> model = new HashMap<>();
    model.put("title", "Join " + invitation.organization());
    model.put("organization", invitation.organization());
    model.put("invited", invitation.email());
    model.put("role", Words.role(invitation.role()));
    model.put("token", subject.token());
    model.put("name", subject.name());
    model.put("problem", subject.problem());
    model.put("mine", subject.mine());
    model.put("signUp", subject.visitor().isEmpty() && !invitation.known());
    model.put("signIn", subject.visitor().isEmpty() && invitation.known());
    UpstreamLogin.offer(
        upstream, new Continuation(Optional.empty(), Optional.of(subject.token())), model);
    subject
        .visitor()
        .ifPresent(
            visitor -> {
              model.put("email", visitor.user().email());
              model.put("signOut", kit.csrf().token(visitor.session(), LogoutAction.FORM));
            });
    String cookie =
        subject
            .visitor()
            .map(Visitor::session)
            .orElseGet(() -> kit.cookies().browserOrNew(context));
    model.put("csrf", kit.csrf().token(cookie, FORM + subject.token()));
    kit.pages().send(context, status, "invitation", model);
  }

  private static PageProblem gone() {
    return new PageProblem(
        400,
        "This invitation is no good any more",
        "It was accepted already, taken back, or it is older than a week. Ask whoever sent it for a"
            + " new one.");
  }
}
