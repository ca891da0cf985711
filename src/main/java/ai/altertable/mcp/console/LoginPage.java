package ai.altertable.mcp.console;

import ai.altertable.mcp.identity.Identity;
import ai.altertable.mcp.identity.SignInMethod;
import ai.altertable.mcp.identity.SignInOutcome;
import ai.altertable.mcp.identity.SignedIn;
import ai.altertable.mcp.oauth.policy.Parameters;
import ai.altertable.mcp.oauth.policy.RequestOrigin;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Map;

/** {@code /login}: e-mail address and password, then on to where the browser wanted to go. */
final class LoginPage {
  private static final String FORM = "login";

  private final Identity identity;
  private final SignInKit kit;
  private final Admission admission;

  LoginPage(Identity identity, SignInKit kit, Admission admission) {
    this.identity = identity;
    this.kit = kit;
    this.admission = admission;
  }

  /** What the form shows again. */
  private record Attempt(Continuation next, String email, String problem) {}

  void show(RoutingContext context) {
    Parameters query = new Parameters(context.request().params());
    String notice =
        query.get("reset").isPresent() ? "Your password is changed. Sign in with the new one." : "";
    show(context, 200, new Attempt(Continuation.of(query), "", ""), notice);
  }

  void signIn(RoutingContext context) {
    Parameters form = new Parameters(context.request().formAttributes());
    form.refuseDuplicates();
    String browser = kit.cookies().browser(context).orElseThrow(PageProblem::stale);
    if (!kit.csrf().valid(form.get("csrf").orElse(""), browser, FORM)) {
      throw PageProblem.stale();
    }
    String email = form.get("email").orElse("");
    identity
        .signIn()
        .attempt(email, form.get("password").orElse(""), admission.visit(context))
        .compose(outcome -> outcome.fold(new Answer(context, Continuation.of(form), email)))
        .onFailure(context::fail);
  }

  private final class Answer implements SignInOutcome.Cases<Future<Void>> {
    private final RoutingContext context;
    private final RequestOrigin origin;
    private final Continuation next;
    private final String email;

    Answer(RoutingContext context, Continuation next, String email) {
      this.context = context;
      this.origin = kit.origins().of(context);
      this.next = next;
      this.email = email;
    }

    @Override
    public Future<Void> signedIn(SignedIn outcome) {
      return admission.signedIn(context, outcome, next);
    }

    @Override
    public Future<Void> secondFactorNeeded(SignInOutcome.SecondFactorNeeded outcome) {
      return admission.secondStep(context, outcome.pending(), next);
    }

    @Override
    public Future<Void> refused(SignInOutcome.Refused outcome) {
      return kit.audit()
          .failed("refused", SignInMethod.PASSWORD, origin)
          .onSuccess(recorded -> again(401, "Email or password is wrong."));
    }

    @Override
    public Future<Void> throttled(SignInOutcome.Throttled outcome) {
      long minutes = outcome.retryAfter().toMinutes() + 1;
      return kit.audit()
          .failed("throttled", SignInMethod.PASSWORD, origin)
          .onSuccess(
              recorded -> {
                context
                    .response()
                    .putHeader("Retry-After", String.valueOf(outcome.retryAfter().toSeconds() + 1));
                again(
                    429,
                    "Too many attempts. Try again in "
                        + minutes
                        + (minutes == 1 ? " minute." : " minutes."));
              });
    }

    private void again(int status, String problem) {
      show(context, status, new Attempt(next, email, problem), "");
    }
  }

  private void show(RoutingContext context, int status, Attempt attempt, String notice) {
    Map<String, Object> model = new HashMap<>();
    model.put("title", "Sign in");
    model.put("csrf", kit.csrf().token(kit.cookies().browserOrNew(context), FORM));
    model.put("email", attempt.email());
    model.put("problem", attempt.problem());
    model.put("notice", notice);
    attempt.next().put(model);
    UpstreamLogin.offer(identity.upstream(), attempt.next(), model);
    kit.pages().send(context, status, "login", model);
  }
}
