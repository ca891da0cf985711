package ai.altertable.mcp.console;

import ai.altertable.mcp.identity.Entrance;
import ai.altertable.mcp.identity.SecondFactorOutcome;
import ai.altertable.mcp.identity.SignedIn;
import ai.altertable.mcp.oauth.http.SeeOther;
import ai.altertable.mcp.oauth.policy.Parameters;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Map;

/** {@code /login/second-factor}: the code of the authenticator app, or a recovery code. */
final class SecondStepPage {
  private static final String FORM = "second-step";

  private final Entrance entrance;
  private final SignInKit kit;
  private final Admission admission;

  SecondStepPage(Entrance entrance, SignInKit kit, Admission admission) {
    this.entrance = entrance;
    this.kit = kit;
    this.admission = admission;
  }

  void show(RoutingContext context) {
    Continuation next = Continuation.of(new Parameters(context.request().params()));
    kit.cookies()
        .pending(context)
        .ifPresentOrElse(
            pending -> show(context, 200, pending, next, ""),
            () -> SeeOther.to(context, next.through("/login")));
  }

  void check(RoutingContext context) {
    Parameters form = new Parameters(context.request().formAttributes());
    form.refuseDuplicates();
    String pending = kit.cookies().pending(context).orElseThrow(PageProblem::stale);
    if (!kit.csrf().valid(form.get("csrf").orElse(""), pending, FORM)) {
      throw PageProblem.stale();
    }
    entrance
        .second(pending, form.get("code").orElse(""), admission.visit(context))
        .compose(outcome -> outcome.fold(new Answer(context, pending, Continuation.of(form))))
        .onFailure(context::fail);
  }

  private final class Answer implements SecondFactorOutcome.Cases<Future<Void>> {
    private final RoutingContext context;
    private final String pending;
    private final Continuation next;

    Answer(RoutingContext context, String pending, Continuation next) {
      this.context = context;
      this.pending = pending;
      this.next = next;
    }

    @Override
    public Future<Void> signedIn(SignedIn outcome) {
      return admission.signedIn(context, outcome, next);
    }

    @Override
    public Future<Void> wrong(SecondFactorOutcome.Wrong outcome) {
      return kit.audit()
          .account("second_factor.failed", "wrong", outcome.user(), kit.origins().of(context))
          .onSuccess(
              recorded ->
                  show(
                      context,
                      401,
                      pending,
                      next,
                      "That code is not right, or it was used before. Wait for the next one."));
    }

    @Override
    public Future<Void> locked(SecondFactorOutcome.Locked outcome) {
      return kit.audit()
          .account("second_factor.failed", "locked", outcome.user(), kit.origins().of(context))
          .onSuccess(
              recorded ->
                  show(
                      context,
                      429,
                      pending,
                      next,
                      "Too many wrong codes. Try again in 15 minutes."));
    }

    @Override
    public Future<Void> gone(SecondFactorOutcome.Gone outcome) {
      kit.cookies().clearPending(context);
      SeeOther.to(context, next.through("/login"));
      return Future.succeededFuture();
    }
  }

  private void show(
      RoutingContext context, int status, String pending, Continuation next, String problem) {
    Map<String, Object> model = new HashMap<>();
    model.put("title", "Second step");
    model.put("csrf", kit.csrf().token(pending, FORM));
    model.put("problem", problem);
    next.put(model);
    kit.pages().send(context, status, "second-step", model);
  }
}
