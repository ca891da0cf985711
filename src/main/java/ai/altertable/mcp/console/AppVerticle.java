package ai.altertable.mcp.console;

import ai.altertable.mcp.administration.Administration;
import ai.altertable.mcp.config.Config;
import ai.altertable.mcp.console.organization.ConsoleRoutes;
import ai.altertable.mcp.identity.Identity;
import ai.altertable.mcp.oauth.AuthorizationServer;
import ai.altertable.mcp.oauth.http.AppCookies;
import ai.altertable.mcp.oauth.http.OAuthRoutes;
import ai.altertable.mcp.oauth.http.RequestOrigins;
import ai.altertable.mcp.platform.AuditLog;
import ai.altertable.mcp.platform.Contexts;
import ai.altertable.mcp.platform.HttpOptions;
import ai.altertable.mcp.platform.ReadableRequests;
import ai.altertable.mcp.platform.Secrets;
import ai.altertable.mcp.platform.TrustedProxies;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.concurrent.TimeUnit;

/** The HTTP server of the app origin: authorization server, sign-in, consent, console. */
public final class AppVerticle extends VerticleBase {
  private static final int LARGEST_FORM = 16 * 1024;

  private final Config config;
  private final Identity identity;
  private final AuthorizationServer server;
  private final Secrets secrets;
  private final AuditLog audit;
  private final Administration administration;
  private final Future<AppBundle> bundle;
  private final EnvironmentReading reading;
  private HttpServer http;

  /**
   * @param identity shared by all instances of the node
   * @param server shared by all instances of the node
   * @param administration shared by all instances of the node
   * @param bundle requests wait for it, the start does not
   * @param reading shared by all instances of the node
   */
  public AppVerticle(
      Config config,
      Identity identity,
      AuthorizationServer server,
      Secrets secrets,
      AuditLog audit,
      Administration administration,
      Future<AppBundle> bundle,
      EnvironmentReading reading) {
    this.config = config;
    this.identity = identity;
    this.server = server;
    this.secrets = secrets;
    this.audit = audit;
    this.administration = administration;
    this.bundle = bundle;
    this.reading = reading;
  }

  @Override
  public Future<?> start() {
    http =
        vertx.createHttpServer(
            HttpOptions.server(config.app().listen(), config.http(), config.limits()));
    Future<Handler<HttpServerRequest>> inside =
        Contexts.here(vertx, bundle)
            .map(read -> new ReadableRequests(router(read), new UnreadableRequest(read.pages())));
    return http.requestHandler(new Doors(inside)).listen();
  }

  /** Stops accepting, lets running requests finish within the grace. */
  @Override
  public Future<?> stop() {
    return http.shutdown(config.runtime().shutdownGrace().toMillis(), TimeUnit.MILLISECONDS);
  }

  private Router router(AppBundle read) {
    Router router = Router.router(vertx);
    Assets assets = new Assets();
    RequestOrigins origins = new RequestOrigins(new TrustedProxies(config.http().trustedProxies()));
    AppCookies cookies = new AppCookies(config.app().https());
    new ErrorPages(read.pages(), origins).mount(router);
    new OAuthRoutes(config, server, origins, cookies).mount(router);
    page(router, "/static/:name", assets::handle);
    read.others().forEach(routes -> routes.mount(router, origins));
    mountPages(router, read.pages(), cookies, origins);
    return router;
  }

  private void mountPages(Router router, Pages pages, AppCookies cookies, RequestOrigins origins) {
    CsrfTokens csrf = new CsrfTokens(secrets);
    Visitors visitors = new Visitors(identity.sessions(), cookies);
    SignInKit kit = new SignInKit(pages, cookies, csrf, origins, visitors, new SignInAudit(audit));
    new SignInRoutes(identity, kit).mount(router);
    ConsentPage consent = new ConsentPage(server, visitors, pages, cookies, csrf, origins);
    AppsPage apps = new AppsPage(server, visitors, pages, csrf, origins);
    HomePage home = new HomePage(identity, visitors, pages, csrf, config.mcp().canonicalResource());
    DocsPage docs = new DocsPage(pages);
    page(router, "/docs", docs::first);
    page(router, "/docs/:page", docs::show);
    page(router, "/", home::show);
    page(router, "/consent", consent::show);
    form(router, "/consent", consent::decide);
    page(router, "/apps", apps::show);
    form(router, "/apps/revoke", apps::revoke);
    new ConsoleRoutes(config, administration, secrets, reading)
        .mount(router, pages, visitors, cookies, origins);
  }

  static void page(Router router, String path, Handler<RoutingContext> handler) {
    router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD).handler(handler);
  }

  static void form(Router router, String path, Handler<RoutingContext> handler) {
    router
        .post(path)
        .handler(BodyHandler.create(false).setBodyLimit(LARGEST_FORM))
        .handler(handler);
  }
}
