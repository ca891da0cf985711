package ai.altertable.mcp.console;

import ai.altertable.mcp.identity.Identity;
import ai.altertable.mcp.identity.SignInOutcome;
import ai.altertable.mcp.oauth.http.AppCookies;
import ai.altertable.mcp.oauth.http.RequestOrigins;
import ai.altertable.mcp.oauth.http.SeeOther;
import ai.altertable.mcp.oauth.policy.Parameters;
import ai.altertable.mcp.oauth.policy.RequestOrigin;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** {@code /login}: e-mail address and password, then on to where the browser wanted to go. */
final class LoginPage {
  private static final String FORM = "login";

  private final Identity identity;
  private final Pages pages;
  private final AppCookies cookies;
  private final CsrfTokens csrf;
  private final RequestOrigins origins;
  private final SignInAudit audit;

  LoginPage(
      Identity identity,
      Pages pages,
      AppCookies cookies,
      CsrfTokens csrf,
      RequestOrigins origins,
      SignInAudit audit) {
    this.identity = identity;
    this.pages = pages;
    this.cookies = cookies;
    this.csrf = csrf;
    this.origins = origins;
    this.audit = audit;
  }

  /** What the form shows again. */
  private record Attempt(Optional<String> request, String email, String problem) {}

  void show(RoutingContext context) {
    show(
        context,
        200,
        new Attempt(
            RequestIds.clean(new Parameters(context.request().params()).get("request")), "", ""));
  }

  void signIn(RoutingContext context) {
    Parameters form = new Parameters(context.request().formAttributes());
    form.refuseDuplicates();
    String browser = cookies.browser(context).orElseThrow(PageProblem::stale);
    if (!csrf.valid(form.get("csrf").orElse(""), browser, FORM)) {
      throw PageProblem.stale();
    }
    String email = form.get("email").orElse("");
    Optional<String> request = RequestIds.clean(form.get("request"));
    RequestOrigin origin = origins.of(context);
    identity
        .signIn()
        .attempt(email, form.get("password").orElse(""), origin.address(), cookies.session(context))
        .compose(outcome -> outcome.fold(new Answer(context, origin, request, email)))
        .onFailure(context::fail);
  }

  private final class Answer implements SignInOutcome.Cases<Future<Void>> {
    private final RoutingContext context;
    private final RequestOrigin origin;
    private final Optional<String> request;
    private final String email;

    Answer(RoutingContext context, RequestOrigin origin, Optional<String> request, String email) {
      this.context = context;
      this.origin = origin;
      this.request = request;
      this.email = email;
    }

    @Override
    public Future<Void> signedIn(SignInOutcome.SignedIn outcome) {
      return audit
          .signedIn(outcome.user(), origin)
          .onSuccess(
              recorded -> {
                cookies.setSession(context, outcome.session(), identity.sessions().lifetime());
                SeeOther.to(context, request.map(id -> "/consent?request=" + id).orElse("/"));
              });
    }

    @Override
    public Future<Void> refused(SignInOutcome.Refused outcome) {
      return audit
          .failed("refused", origin)
          .onSuccess(recorded -> again(401, "Email or password is wrong."));
    }

    @Override
    public Future<Void> throttled(SignInOutcome.Throttled outcome) {
      long minutes = outcome.retryAfter().toMinutes() + 1;
      return audit
          .failed("throttled", origin)
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
      show(context, status, new Attempt(request, email, problem));
    }
  }

  private void show(RoutingContext context, int status, Attempt attempt) {
    Map<String, Object> model = new HashMap<>();
    model.put("title", "Sign in");
    model.put("csrf", csrf.token(cookies.browserOrNew(context), FORM));
    model.put("email", attempt.email());
    model.put("problem", attempt.problem());
    attempt.request().ifPresent(id -> model.put("request", id));
    pages.send(context, status, "login", model);
  }
}
