package ai.altertable.mcp.console;

import ai.altertable.mcp.lakehouse.QueryFault;
import ai.altertable.mcp.lakehouse.export.Export;
import ai.altertable.mcp.lakehouse.export.ExportRefused;
import ai.altertable.mcp.lakehouse.export.ExportRefused.Why;
import ai.altertable.mcp.lakehouse.export.Exports;
import ai.altertable.mcp.oauth.http.RequestOrigins;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /exports/:organization/:environment/:token}: a whole result, for whoever has the link.
 * No cookie and no token is asked for: the link is the right, once. Answers to programs as well as
 * to browsers, so in plain text.
 */
public final class ExportDownload implements Routes {
  private static final Logger LOG = LoggerFactory.getLogger(ExportDownload.class);
  private static final String PATH = "/exports/:organization/:environment/:token";

  private final Exports exports;

  public ExportDownload(Exports exports) {
    this.exports = exports;
  }

  @Override
  public void mount(Router router, RequestOrigins origins) {
    router.get(PATH).handler(context -> download(context, origins));
  }

  private void download(RoutingContext context, RequestOrigins origins) {
    // a browser that looks ahead would use the link up
    if (looksAhead(context)) {
      refuse(context, 403, "The link is good once, and was not asked for by a person.");
      return;
    }
    Exports.Link link =
        new Exports.Link(
            context.pathParam("organization"),
            context.pathParam("environment"),
            context.pathParam("token"));
    exports
        .open(link, origins.of(context).address())
        .onSuccess(export -> send(context, export))
        .onFailure(failure -> explain(context, failure));
  }

  private static boolean looksAhead(RoutingContext context) {
    String purpose = context.request().getHeader("Sec-Purpose");
    return purpose != null && purpose.contains("prefetch");
  }

  private static void send(RoutingContext context, Export export) {
    HttpServerResponse response = context.response();
    if (response.closed()) {
      export.cancel();
      return;
    }
    response.closeHandler(gone -> export.cancel()).exceptionHandler(broken -> export.cancel());
    headers(response)
        .setChunked(true)
        .putHeader(HttpHeaders.CONTENT_TYPE, export.format().contentType())
        .putHeader(
            HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + export.fileName() + "\"");
    export
        .pour(response)
        .compose(done -> response.end())
        // whatever came is not whole, and must not look so
        .onFailure(failure -> response.reset());
  }

  private static void explain(RoutingContext context, Throwable failure) {
    if (failure instanceof ExportRefused refused) {
      if (refused.why() == Why.BUSY) {
        context.response().putHeader(HttpHeaders.RETRY_AFTER, "30");
        refuse(context, 503, "Too many results are being exported. The link is still good.");
      } else {
        refuse(context, 410, "The link is not good, or no longer: it works once, for minutes.");
      }
    } else if (failure instanceof QueryFault fault) {
      refuse(context, 422, fault.getMessage());
    } else {
      LOG.error("an export does not start", failure);
      refuse(context, 500, "Something went wrong. Ask for a new link.");
    }
  }

  private static void refuse(RoutingContext context, int status, String why) {
    headers(context.response())
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
        .end(why + "\n");
  }

  private static HttpServerResponse headers(HttpServerResponse response) {
    return response
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("Content-Security-Policy", "default-src 'none'; sandbox");
  }
}
