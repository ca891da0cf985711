package ai.altertable.mcp.platform;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;

/**
 * {@code /log} of the management listener: which loggers have another level for a while, and giving
 * one that. To set a level, one has to sit at this machine, whatever address the listener has; a
 * browser that shows a stranger's page does not count, since JSON with an origin is refused.
 */
final class LogLevelEndpoint implements Handler<HttpServerRequest> {
  private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD);
  private static final int MAX_BODY = 1024;
  private static final long USUAL_SECONDS = 600;

  private final LogLevels levels;

  LogLevelEndpoint(LogLevels levels) {
    this.levels = levels;
  }

  @Override
  public void handle(HttpServerRequest request) {
    if (READS.contains(request.method())) {
      answer(request, 200, new JsonObject().put("temporary", temporary()));
    } else if (!request.method().equals(HttpMethod.POST)) {
      request.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD, POST");
      refuse(request, 405, "use GET or POST");
    } else if (!atThisMachine(request) || request.getHeader(HttpHeaders.ORIGIN) != null) {
      refuse(request, 403, "levels are set from this machine itself, not by a browser");
    } else if (!"application/json".equals(request.getHeader(HttpHeaders.CONTENT_TYPE))) {
      refuse(request, 415, "Content-Type must be application/json");
    } else if (!small(request)) {
      refuse(request, 413, "Content-Length must be given, and at most " + MAX_BODY);
    } else {
      request.body().onSuccess(body -> set(request, body));
    }
  }

  private void set(HttpServerRequest request, Buffer body) {
    try {
      JsonObject wanted = body.toJsonObject();
      levels.set(
          wanted.getString("logger", ""),
          wanted.getString("level", ""),
          Duration.ofSeconds(wanted.getLong("seconds", USUAL_SECONDS)));
      answer(request, 200, new JsonObject().put("temporary", temporary()));
    } catch (DecodeException | ClassCastException | ArithmeticException e) {
      refuse(request, 400, "the body must be {\"logger\": …, \"level\": …, \"seconds\": …}");
    } catch (IllegalArgumentException e) {
      refuse(request, 400, e.getMessage());
    }
  }

  private JsonArray temporary() {
    JsonArray all = new JsonArray();
    levels
        .all()
        .forEach(
            each ->
                all.add(
                    new JsonObject()
                        .put("logger", each.logger())
                        .put("level", each.level().toLowerCase(java.util.Locale.ROOT))
                        .put("until", each.until().toString())));
    return all;
  }

  private static boolean atThisMachine(HttpServerRequest request) {
    try {
      return InetAddress.getByName(request.remoteAddress().hostAddress()).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static boolean small(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length != null && length.matches("\\d{1,4}") && Integer.parseInt(length) <= MAX_BODY;
  }

  private static void refuse(HttpServerRequest request, int status, String why) {
    answer(request, status, new JsonObject().put("error", why));
  }

  private static void answer(HttpServerRequest request, int status, JsonObject body) {
    request
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(body.encode() + "\n");
  }
}
