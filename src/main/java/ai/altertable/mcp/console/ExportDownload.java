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
import java.util.Map;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /exports/:organization/:environment/:token}: a whole result, for whoever has the link. No
 * cookie and no token is asked for: the link is the right, once.
 *
 * <p>GET gives it to a program. To a browser, and to whoever fetches links that somebody pasted in
 * order to show what is behind them, it gives a page with a button; the button's POST gives the
 * result. HEAD tells whether the link is good, and leaves it so.
 */
public final class ExportDownload implements Routes {
  private static final Logger LOG = LoggerFactory.getLogger(ExportDownload.class);
  private static final String PATH = "/exports/:organization/:environment/:token";

  /** Chat systems and crawlers; most of them ask for any type, as programs do. */
  private static final Pattern PREVIEW =
      Pattern.compile(
          "bot\\b|crawler|spider|preview|externalhit|whatsapp|slack|skype|teams|discord|embedly",
          Pattern.CASE_INSENSITIVE);

  private final Exports exports;
  private final Pages pages;

  public ExportDownload(Exports exports, Pages pages) {
    this.exports = exports;
    this.pages = pages;
  }

  @Override
  public void mount(Router router, RequestOrigins origins) {
    router.head(PATH).handler(this::describe);
    router.get(PATH).handler(context -> get(context, origins));
    router.post(PATH).handler(context -> download(context, origins));
  }

  private void describe(RoutingContext context) {
    exports
        .find(link(context))
        .onSuccess(
            offer -> {
              HttpServerResponse response = headers(context.response());
              if (offer.isEmpty()) {
                response.setStatusCode(410).end();
              } else {
                response
                    .putHeader(HttpHeaders.CONTENT_TYPE, offer.get().format().contentType())
                    .end();
              }
            })
        .onFailure(failure -> explain(context, failure));
  }

  private void get(RoutingContext context, RequestOrigins origins) {
    if (isForPeople(context)) {
      show(context);
    } else {
      download(context, origins);
    }
  }

  private static boolean isForPeople(RoutingContext context) {
    String accept = context.request().getHeader(HttpHeaders.ACCEPT);
    String agent = context.request().getHeader(HttpHeaders.USER_AGENT);
    return accept != null && accept.contains("text/html")
        || agent != null && PREVIEW.matcher(agent).find();
  }

  private void show(RoutingContext context) {
    Exports.Link link = link(context);
    exports
        .find(link)
        .onSuccess(
            offer ->
                pages.send(
                    context,
                    offer.isPresent() ? 200 : 410,
                    "export",
                    offer.map(good -> page(link, good)).orElseGet(ExportDownload::gone)))
        .onFailure(failure -> explain(context, failure));
  }

  private static Map<String, Object> page(Exports.Link link, Exports.Offer offer) {
    return Map.of(
        "title",
        "A result to download",
        "format",
        offer.format().name(),
        "environment",
        link.organization() + "/" + link.environment(),
        "until",
        Times.minute(offer.until()));
  }

  private static Map<String, Object> gone() {
    return Map.of("title", "This link is no good any more");
  }

  private void download(RoutingContext context, RequestOrigins origins) {
    // a browser that looks ahead would use the link up
    if (looksAhead(context)) {
      refuse(context, 403, "The link is good once, and was not asked for by a person.");
      return;
    }
    exports
        .open(link(context), origins.of(context).address())
        .onSuccess(export -> send(context, export))
        .onFailure(failure -> explain(context, failure));
  }

  private static Exports.Link link(RoutingContext context) {
    return new Exports.Link(
        context.pathParam("organization"),
        context.pathParam("environment"),
        context.pathParam("token"));
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
        .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("Content-Security-Policy", "default-src 'none'; sandbox");
  }
}
