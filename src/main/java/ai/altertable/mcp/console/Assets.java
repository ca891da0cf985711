package ai.altertable.mcp.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.charts.ChartScripts;
import ai.altertable.mcp.platform.Secrets;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Map;

/** The pages' style, scripts and icon, kept in memory: a few kilobytes, and what draws charts. */
final class Assets {
  private static final String DIRECTORY = "/webroot/static/";
  private static final String CACHE = "public, max-age=3600";

  private static final Map<String, Asset> ASSETS =
      Map.of(
          "app.css", read("app.css", "text/css; charset=utf-8"),
          "consent.js", read("consent.js", "text/javascript; charset=utf-8"),
          "console.js", read("console.js", "text/javascript; charset=utf-8"),
          "charts.js", read("charts.js", "text/javascript; charset=utf-8"),
          "chart.js", asset(ChartScripts.drawing(), "text/javascript; charset=utf-8"),
          "echarts.js", asset(ChartScripts.echarts(), "text/javascript; charset=utf-8"),
          "icon.svg", read("icon.svg", "image/svg+xml"));

  private record Asset(String contentType, Buffer content, String etag) {}

  /** Reads all of them unless that was done. Blocks. */
  static void load() {
    requireNonNull(ASSETS);
  }

  /** Serves {@code /static/:name}; leaves unknown names to the error page. */
  void handle(RoutingContext context) {
    Asset asset = ASSETS.get(context.pathParam("name"));
    if (asset == null) {
      context.next();
      return;
    }
    context
        .response()
        .putHeader(HttpHeaders.CACHE_CONTROL, CACHE)
        .putHeader(HttpHeaders.ETAG, asset.etag())
        .putHeader("X-Content-Type-Options", "nosniff");
    if (asset.etag().equals(context.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
      context.response().setStatusCode(304).end();
      return;
    }
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, asset.contentType())
        .end(asset.content());
  }

  private static Asset read(String name, String contentType) {
    try (InputStream in = Assets.class.getResourceAsStream(DIRECTORY + name)) {
      return asset(new String(in.readAllBytes(), UTF_8), contentType);
    } catch (IOException e) {
      throw new UncheckedIOException("asset " + name + " cannot be read", e);
    }
  }

  private static Asset asset(String text, String contentType) {
    byte[] digest = Secrets.hash(text);
    String etag = '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(digest) + '"';
    return new Asset(contentType, Buffer.buffer(text), etag);
  }
}
