package ai.altertable.mcp.console;

import com.github.jknack.handlebars.cache.ConcurrentMapTemplateCache;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.templ.handlebars.HandlebarsTemplateEngine;
import java.util.List;
import java.util.Map;

/** Renders the handlebars templates and sends them with the headers that every page has. */
public final class Pages {
  static final String ERROR = "error";

  private static final List<String> TEMPLATES =
      List.of(
          "login",
          "second-step",
          "invitation",
          "reset-password",
          "account",
          "second-factor",
          "second-factor-codes",
          "consent",
          "home",
          "docs",
          "apps",
          "export",
          ERROR,
          "console-organizations",
          "console-organization",
          "console-environment",
          "console-environments",
          "console-environment-manage",
          "console-members",
          "console-member",
          "console-policy",
          "console-audit",
          "console-connections",
          "console-connection",
          "console-event-keys",
          "console-grants",
          "console-grants-end",
          "console-service-accounts",
          "console-service-account",
          "console-contents",
          "console-insight",
          "console-dashboard",
          "console-discovery");

  /**
   * No inline script or style, nothing from elsewhere, no frame. {@code form-action} is not in: on
   * the consent page Chromium would apply it to the redirect that follows, to loopback, to a
   * client's own scheme, to wherever the client sends the browser next.
   */
  private static final String POLICY =
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; base-uri 'none';"
          + " frame-ancestors 'none'";

  private static final String FORMS_STAY = "; form-action 'self'";

  private final HandlebarsTemplateEngine engine;
  private final boolean https;

  private Pages(Vertx vertx, boolean https) {
    this.https = https;
    this.engine = HandlebarsTemplateEngine.create(vertx);
    // Partials are parsed once, not whenever a page has them in it.
    engine.unwrap().with(new BundledTemplates()).with(new ConcurrentMapTemplateCache());
  }

  /**
   * Compiles all templates. Blocks, for half a second.
   *
   * @param https whether browsers reach the app over https
   */
  public static Pages load(Vertx vertx, boolean https) {
    Pages pages = new Pages(vertx, https);
    TEMPLATES.forEach(pages::compile);
    DocsPage.load();
    Assets.load();
    return pages;
  }

  private void compile(String template) {
    Future<?> rendered = engine.render(Map.of(), template);
    if (rendered.failed()) {
      throw new IllegalStateException(
          "template " + template + " does not compile", rendered.cause());
    }
  }

  /** Sends a page whose forms post to the app only. */
  public void send(RoutingContext context, int status, String template, Map<String, Object> model) {
    send(context.response(), context::fail, status, template, model, POLICY + FORMS_STAY);
  }

  /** Sends the page that tells errors, where nothing was routed yet. */
  void sendError(HttpServerResponse response, int status, Map<String, Object> model) {
    send(response, failure -> response.reset(), status, ERROR, model, POLICY + FORMS_STAY);
  }

  /** Sends a page whose form ends in a redirect to a client. */
  void sendLeaving(RoutingContext context, int status, String template, Map<String, Object> model) {
    send(context.response(), context::fail, status, template, model, POLICY);
  }

  private void send(
      HttpServerResponse response,
      Handler<Throwable> failed,
      int status,
      String template,
      Map<String, Object> model,
      String policy) {
    engine
        .render(model, template)
        .onFailure(failed)
        .onSuccess(
            html -> {
              if (https) {
                response.putHeader("Strict-Transport-Security", "max-age=31536000");
              }
              response
                  .setStatusCode(status)
                  .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
                  .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                  .putHeader("Content-Security-Policy", policy)
                  .putHeader("X-Frame-Options", "DENY")
                  .putHeader("X-Content-Type-Options", "nosniff")
                  .putHeader("Referrer-Policy", "no-referrer")
                  .end(html);
            });
  }
}
