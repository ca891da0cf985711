package ai.altertable.mcp.console;

import ai.altertable.mcp.identity.SignInMethod;
import ai.altertable.mcp.identity.upstream.UpstreamRefused;
import ai.altertable.mcp.identity.upstream.UpstreamSignIn;
import ai.altertable.mcp.identity.upstream.UpstreamSignIn.Answer;
import ai.altertable.mcp.identity.upstream.UpstreamSignIn.Arrival;
import ai.altertable.mcp.oauth.http.SeeOther;
import ai.altertable.mcp.oauth.policy.Parameters;
import ai.altertable.mcp.platform.AddressBlock;
import ai.altertable.mcp.platform.RateLimiter;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /login/upstream}: to the upstream OpenID provider and back. */
final class UpstreamLogin {
  static final String START = "/login/upstream";

  private static final Logger LOG = LoggerFactory.getLogger(UpstreamLogin.class);

  /** Of one address: whole offices share one, and all of them sign in at nine. */
  private static final int BEGUN = 600;

  private static final Duration WINDOW = Duration.ofMinutes(15);

  private final UpstreamSignIn upstream;
  private final SignInKit kit;
  private final Admission admission;

  /** Each is a row in the database for a while. */
  private final RateLimiter<String> limit = new RateLimiter<>(BEGUN, WINDOW, BEGUN);

  UpstreamLogin(UpstreamSignIn upstream, SignInKit kit, Admission admission) {
    this.upstream = upstream;
    this.kit = kit;
    this.admission = admission;
  }

  /** Puts the way to the provider on a page, if there is one. */
  static void offer(
      Optional<UpstreamSignIn> upstream, Continuation next, Map<String, Object> model) {
    upstream.ifPresent(
        there -> {
          model.put("upstream", there.label());
          model.put("upstreamStart", next.through(START));
        });
  }

  void begin(RoutingContext context) {
    if (!limit.acquire(AddressBlock.of(kit.origins().of(context).address())).isZero()) {
      throw new PageProblem(429, "Too many attempts", "Wait a few minutes and try again.");
    }
    Continuation next = Continuation.of(new Parameters(context.request().params()));
    upstream
        .begin(kit.cookies().browserOrNew(context), next.text())
        .onSuccess(location -> SeeOther.to(context, location))
        .onFailure(failure -> refused(context, failure));
  }

  void callback(RoutingContext context) {
    Parameters query = new Parameters(context.request().params());
    query.refuseDuplicates();
    Answer answer =
        new Answer(query.get("state"), query.get("code"), query.get("error"), query.get("iss"));
    upstream
        .finish(
            answer,
            kit.cookies().browser(context).orElse(""),
            kit.audit().joining(kit.origins().of(context)))
        .compose(
            arrival ->
                admission.admit(context, arrival.user(), SignInMethod.UPSTREAM, next(arrival)))
        .onFailure(failure -> refused(context, failure));
  }

  /** An invitation that was taken on the way is not shown again. */
  private static Continuation next(Arrival arrival) {
    Continuation next = Continuation.parse(arrival.next());
    return arrival.joined().isEmpty() ? next : next.withoutInvitation();
  }

  private void refused(RoutingContext context, Throwable failure) {
    if (!(failure instanceof UpstreamRefused refused)) {
      context.fail(failure);
      return;
    }
    String why = refused.why().name().toLowerCase(Locale.ROOT);
    LOG.warn(
        "upstream sign-in refused why={} correlation={} detail={}",
        why,
        kit.origins().of(context).correlationId(),
        refused.getMessage());
    kit.audit()
        .failed("upstream " + why, SignInMethod.UPSTREAM, kit.origins().of(context))
        .compose(recorded -> Future.<Void>failedFuture(problem(refused.why())))
        .onFailure(context::fail);
  }

  private PageProblem problem(UpstreamRefused.Why why) {
    String label = upstream.label();
    return switch (why) {
      case STALE ->
          new PageProblem(
              400,
              "This sign-in has ended",
              "It was finished already, it is too old, or it was begun in another browser. Sign in"
                  + " again.");
      case DENIED ->
          new PageProblem(403, "You are not signed in", label + " did not confirm the sign-in.");
      case UNTRUSTED ->
          new PageProblem(
              400,
              "This sign-in cannot be trusted",
              "The answer does not come from " + label + ", or it was changed. Sign in again.");
      case UNAVAILABLE ->
          new PageProblem(
              502, label + " cannot be reached", "Try again in a minute, or use your password.");
      case UNKNOWN ->
          new PageProblem(
              403,
              "There is no account for you here",
              label
                  + " confirmed no verified e-mail address that has an account or an invitation."
                  + " Ask an administrator of your organization to invite you.");
    };
  }
}
