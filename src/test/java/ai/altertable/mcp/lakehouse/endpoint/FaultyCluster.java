package ai.altertable.mcp.lakehouse.endpoint;

import ai.altertable.mcp.testing.Await;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * Answers statements in the form of Trino's protocol: a first page of rows, then whatever a test
 * wants instead of the second.
 */
final class FaultyCluster {
  static final String COLUMNS =
      "[{\"name\":\"i\",\"type\":\"bigint\",\"typeSignature\":{\"rawType\":\"bigint\"}}]";
  static final String LAST = "{\"columns\":" + COLUMNS + ",\"data\":[[3]]}";

  final Queue<String> deleted = new ConcurrentLinkedQueue<>();
  final Queue<String> traces = new ConcurrentLinkedQueue<>();
  private final Set<HttpServerRequest> open = ConcurrentHashMap.newKeySet();
  private final HttpServer server;
  private volatile Consumer<HttpServerRequest> second = answering(LAST);

  FaultyCluster(Vertx vertx) {
    server = vertx.createHttpServer().requestHandler(this::serve);
    Await.get(server.listen(0, "127.0.0.1"));
  }

  String url() {
    return "http://localhost:" + server.actualPort();
  }

  /** Requests that have no answer yet, and whose sender still waits for one. */
  int open() {
    return open.size();
  }

  /** What happens to those who ask for the second page. */
  void second(Consumer<HttpServerRequest> answer) {
    second = answer;
  }

  static Consumer<HttpServerRequest> answering(String body) {
    return request -> request.response().end(body);
  }

  private void serve(HttpServerRequest request) {
    open.add(request);
    request.response().endHandler(ended -> open.remove(request));
    request.response().closeHandler(closed -> open.remove(request));
    String trace = request.getHeader("X-Trino-Trace-Token");
    if (trace != null) {
      traces.add(trace);
    }
    if (request.method() == HttpMethod.DELETE) {
      deleted.add(request.path());
      request.response().setStatusCode(204).end();
    } else if (request.method() == HttpMethod.POST) {
      request.response().end(next("/1").encode());
    } else if (request.path().equals("/1")) {
      JsonObject page = new JsonObject("{\"columns\":" + COLUMNS + ",\"data\":[[1],[2]]}");
      request.response().end(page.mergeIn(next("/2")).encode());
    } else {
      second.accept(request);
    }
  }

  private JsonObject next(String path) {
    return new JsonObject().put("id", "q1").put("nextUri", url() + path);
  }
}
