package ai.altertable.mcp.console;

import ai.altertable.mcp.platform.Secrets;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Map;

/** The pages' style, script and icon: a few kilobytes, kept in memory. */
final class Assets {
  private static final String DIRECTORY = "/webroot/static/";
  private static final String CACHE = "public, max-age=3600";

  private final Map<String, Asset> assets =
      Map.of(
          "app.css", read("app.css", "text/css; charset=utf-8"),
          "consent.js", read("consent.js", "text/javascript; charset=utf-8"),
          "console.js", read("console.js", "text/javascript; charset=utf-8"),
          "icon.svg", read("icon.svg", "image/svg+xml"));

  private record Asset(String contentType, Buffer content, String etag) {}

  /** Serves {@code /static/:name}; leaves unknown names to the error page. */
  void handle(RoutingContext context) {
    Asset asset = assets.get(context.pathParam("name"));
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
      Buffer content = Buffer.buffer(in.readAllBytes());
      byte[] digest = Secrets.hash(content.toString());
      String etag = '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(digest) + '"';
      return new Asset(contentType, content, etag);
    } catch (IOException e) {
      throw new UncheckedIOException("asset " + name + " cannot be read", e);
    }
  }
}
