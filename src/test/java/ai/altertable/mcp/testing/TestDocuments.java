package ai.altertable.mcp.testing;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Somebody's web server on loopback, which publishes documents. */
public final class TestDocuments {
  private final Map<String, Consumer<HttpServerRequest>> documents = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final int port;

  /** Listens until Vert.x is closed. */
  public TestDocuments(Vertx vertx) {
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(
                request -> {
                  asked.add(request.path());
                  documents
                      .getOrDefault(request.path(), one -> one.response().setStatusCode(404).end())
                      .accept(request);
                });
    port = Await.get(server.listen(0, "127.0.0.1")).actualPort();
  }

  public int port() {
    return port;
  }

  public String url(String path) {
    return "http://127.0.0.1:" + port + path;
  }

  /** Publishes JSON. */
  public String json(String path, JsonObject document) {
    return answer(path, "application/json", document.encode());
  }

  public String answer(String path, String type, String body) {
    return handle(path, request -> request.response().putHeader("Content-Type", type).end(body));
  }

  public String handle(String path, Consumer<HttpServerRequest> handler) {
    documents.put(path, handler);
    return url(path);
  }

  public void remove(String path) {
    documents.remove(path);
  }

  /** How often a document was asked for. */
  public long asked(String path) {
    return asked.stream().filter(path::equals).count();
  }
}
