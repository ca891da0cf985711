package ai.altertable.mcp.console.organization;

import ai.altertable.mcp.administration.Reach;
import ai.altertable.mcp.console.CsrfTokens;
import ai.altertable.mcp.console.PageProblem;
import ai.altertable.mcp.console.Visitors;
import ai.altertable.mcp.console.Visitors.Visitor;
import ai.altertable.mcp.identity.admin.Actor;
import ai.altertable.mcp.identity.admin.Refused;
import ai.altertable.mcp.oauth.http.RequestOrigins;
import ai.altertable.mcp.oauth.http.SeeOther;
import ai.altertable.mcp.oauth.policy.RequestOrigin;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Optional;
import java.util.function.Function;

/**
 * What all pages of the console have in common, so that none can forget it: a page is shown to who
 * is signed in, a form is taken only with the token of the session that it was shown to, and after
 * it the browser is sent on.
 */
final class ConsoleFrame {
  /** What the form tokens are bound to, beside the session. */
  static final String FORM = "console";

  private static final int LARGEST_FORM = 64 * 1024;

  private final Router router;
  private final Visitors visitors;
  private final CsrfTokens csrf;
  private final RequestOrigins origins;
  private final Reach reach;
  private final Layout layout;

  ConsoleFrame(
      Router router,
      Visitors visitors,
      CsrfTokens csrf,
      RequestOrigins origins,
      Reach reach,
      Layout layout) {
    this.router = router;
    this.visitors = visitors;
    this.csrf = csrf;
    this.origins = origins;
    this.reach = reach;
    this.layout = layout;
  }

  /** A page. */
  interface Page {
    Future<? extends Answer> show(Visit visit);
  }

  /** Mounts a page. */
  void page(String path, Page page) {
    router
        .route(path)
        .method(HttpMethod.GET)
        .method(HttpMethod.HEAD)
        .handler(
            context ->
                visitors
                    .visitor(context)
                    .compose(visitor -> show(context, visitor, page))
                    .onFailure(context::fail));
  }

  /** Something that is not a page, and sends itself. */
  interface Download {
    Future<Void> send(Visit visit);
  }

  /** Mounts a download. */
  void download(String path, Download download) {
    router
        .get(path)
        .handler(
            context ->
                visitors
                    .visitor(context)
                    .compose(visitor -> send(context, visitor, download))
                    .onFailure(failure -> fail(context, failure)));
  }

  private Future<Void> send(RoutingContext context, Optional<Visitor> visitor, Download download) {
    if (visitor.isEmpty()) {
      SeeOther.to(context, "/login");
      return Future.succeededFuture();
    }
    return download.send(visit(context, visitor.get(), new Fields(context.queryParams())));
  }

  /**
   * What has begun cannot become an error page: it is cut off, so that nobody takes it as whole.
   */
  private static void fail(RoutingContext context, Throwable failure) {
    if (context.response().headWritten()) {
      context.request().connection().close();
    } else {
      context.fail(failure);
    }
  }

  /**
   * Mounts a form.
   *
   * @param again shows the form again with what is wrong about it
   * @param action does its work
   */
  void form(String path, Page again, Page action) {
    router
        .post(path)
        .handler(BodyHandler.create(false).setBodyLimit(LARGEST_FORM))
        .handler(
            context ->
                visitors
                    .visitor(context)
                    .map(visitor -> visitor.orElseThrow(PageProblem::stale))
                    .compose(visitor -> act(context, visitor, again, action))
                    .onFailure(context::fail));
  }

  private Future<Void> show(RoutingContext context, Optional<Visitor> visitor, Page page) {
    if (visitor.isEmpty()) {
      SeeOther.to(context, "/login");
      return Future.succeededFuture();
    }
    Visit visit = visit(context, visitor.get(), new Fields(context.queryParams()));
    return page.show(visit).compose(answer -> send(visit, 200, answer));
  }

  private Future<Void> act(RoutingContext context, Visitor visitor, Page again, Page action) {
    Fields fields = new Fields(context.request().formAttributes());
    if (!csrf.valid(fields.raw("csrf"), visitor.session(), FORM)) {
      throw PageProblem.stale();
    }
    Visit visit = visit(context, visitor, fields);
    return Future.succeededFuture(visit)
        .<Answer>compose(posted -> action.show(posted).map(Function.identity()))
        .compose(
            answer -> send(visit, 200, answer),
            failure ->
                failure instanceof Refused refused && shownAgain(refused)
                    ? again
                        .show(visit.refused(refused))
                        .compose(answer -> send(visit.refused(refused), status(refused), answer))
                    : Future.failedFuture(failure));
  }

  private Visit visit(RoutingContext context, Visitor visitor, Fields fields) {
    RequestOrigin origin = origins.of(context);
    Actor actor = Actor.person(visitor.user().id(), origin.address(), origin.correlationId());
    return new Visit(context, visitor, actor, fields, Optional.empty());
  }

  private Future<Void> send(Visit visit, int status, Answer answer) {
    if (answer instanceof Done done) {
      layout.goOn(visit, done);
      return Future.succeededFuture();
    }
    return reach
        .organizations(visit.actor())
        .onSuccess(memberships -> layout.send(visit, status, (View) answer, memberships))
        .mapEmpty();
  }

  private static boolean shownAgain(Refused refused) {
    return refused.why() == Refused.Why.INVALID || refused.why() == Refused.Why.CONFLICT;
  }

  private static int status(Refused refused) {
    return refused.why() == Refused.Why.CONFLICT ? 409 : 400;
  }
}
