package ai.altertable.mcp.transport;

import ai.altertable.mcp.testing.Await;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Speaks the OpenAI API's chat completions, as far as clients see: answers with what the test wants
 * the model to say next.
 */
final class ModelServer {
  /** Requests, in order. */
  final List<JsonObject> asked = new CopyOnWriteArrayList<>();

  /** {@code Authorization} of each. */
  final List<String> authorizations = new CopyOnWriteArrayList<>();

  /** Requests whose client left before its answer was whole. */
  final AtomicInteger left = new AtomicInteger();

  private final Queue<Consumer<HttpServerResponse>> answers = new ConcurrentLinkedQueue<>();
  private volatile Consumer<HttpServerResponse> otherwise;
  private final HttpServer server;

  ModelServer(Vertx vertx) {
    server = Await.get(vertx.createHttpServer().requestHandler(this::take).listen(0, "127.0.0.1"));
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.actualPort() + "/v1");
  }

  private void take(HttpServerRequest request) {
    request.response().exceptionHandler(gone -> {});
    request.connection().closeHandler(closed -> left(request));
    request.bodyHandler(
        body -> {
          if (!request.path().equals("/v1/chat/completions")) {
            request.response().setStatusCode(404).end();
            return;
          }
          authorizations.add(String.valueOf(request.getHeader("Authorization")));
          asked.add(new JsonObject(body));
          Consumer<HttpServerResponse> answer = answers.poll();
          (answer == null ? otherwise : answer).accept(request.response());
        });
  }

  private void left(HttpServerRequest request) {
    if (!request.response().ended()) {
      left.incrementAndGet();
    }
  }

  /** Forgets everything; the model now says that it knows nothing more. */
  void reset() {
    asked.clear();
    authorizations.clear();
    answers.clear();
    left.set(0);
    otherwise = text("I know nothing more.");
  }

  /** What the model says next. */
  ModelServer then(Consumer<HttpServerResponse> answer) {
    answers.add(answer);
    return this;
  }

  /** What the model says when nothing else is to be said. */
  void always(Consumer<HttpServerResponse> answer) {
    otherwise = answer;
  }

  static Consumer<HttpServerResponse> text(String text) {
    return message(new JsonObject().put("role", "assistant").put("content", text), 10);
  }

  /** Says nothing but wants these calls, each {@code {id, name, arguments}} as given. */
  static Consumer<HttpServerResponse> calls(JsonObject... calls) {
    return calls(10, calls);
  }

  /**
   * @param tokens that it is said to have taken
   */
  static Consumer<HttpServerResponse> calls(int tokens, JsonObject... calls) {
    JsonArray wanted = new JsonArray();
    for (JsonObject call : calls) {
      wanted.add(
          new JsonObject()
              .put("id", call.getString("id"))
              .put("type", "function")
              .put(
                  "function",
                  new JsonObject()
                      .put("name", call.getString("name"))
                      .put("arguments", call.getString("arguments"))));
    }
    return message(
        new JsonObject().put("role", "assistant").putNull("content").put("tool_calls", wanted),
        tokens);
  }

  static JsonObject call(String id, String name, String arguments) {
    return new JsonObject().put("id", id).put("name", name).put("arguments", arguments);
  }

  private static Consumer<HttpServerResponse> message(JsonObject message, int tokens) {
    JsonObject completion =
        new JsonObject()
            .put("id", "chatcmpl-1")
            .put("object", "chat.completion")
            .put(
                "choices",
                new JsonArray().add(new JsonObject().put("index", 0).put("message", message)))
            .put("usage", new JsonObject().put("total_tokens", tokens));
    return body(200, completion.encode());
  }

  static Consumer<HttpServerResponse> body(int status, String body) {
    return response ->
        response
            .setStatusCode(status)
            .putHeader("Content-Type", "application/json")
            .putHeader("Location", "/elsewhere")
            .end(body);
  }

  /** Begins to answer and never ends. */
  static void stall(HttpServerResponse response) {
    response.setChunked(true).write("{\"choices\":");
  }

  /** Answers without an end, as fast as it is read. */
  static void flood(HttpServerResponse response) {
    response.setChunked(true);
    pour(response);
  }

  private static void pour(HttpServerResponse response) {
    response.write(" ".repeat(64 * 1024)).onSuccess(written -> pour(response));
  }

  /** The texts of the messages that the model was sent with a request, of one role. */
  List<String> told(int request, String role) {
    return asked.get(request).getJsonArray("messages").stream()
        .map(JsonObject.class::cast)
        .filter(message -> message.getString("role").equals(role))
        .map(message -> message.getString("content"))
        .toList();
  }
}
