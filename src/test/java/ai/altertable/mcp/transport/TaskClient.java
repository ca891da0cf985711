package ai.altertable.mcp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.Await;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/** A stateless client that knows tasks, unless it is told not to. */
final class TaskClient {
  static final String EXTENSION = "io.modelcontextprotocol/tasks";
  static final JsonObject KNOWS_TASKS =
      new JsonObject()
          .put("elicitation", new JsonObject())
          .put("extensions", new JsonObject().put(EXTENSION, new JsonObject()));

  private final String origin;
  private final String token;
  private final JsonObject capabilities;

  TaskClient(String origin, String token) {
    this(origin, token, KNOWS_TASKS);
  }

  private TaskClient(String origin, String token, JsonObject capabilities) {
    this.origin = origin;
    this.token = token;
    this.capabilities = capabilities;
  }

  TaskClient with(JsonObject declared) {
    return new TaskClient(origin, token, declared);
  }

  CompletableFuture<JsonObject> later(String method, JsonObject params) {
    return client(method, params).later(body(method, params)).thenApply(TaskClient::message);
  }

  /** The JSON-RPC answer. */
  JsonObject send(String method, JsonObject params) {
    return later(method, params).join();
  }

  Client.Answer raw(String method, JsonObject params) {
    return client(method, params).post(body(method, params));
  }

  /** A client with the headers of a request, to be changed. */
  Client client(String method, JsonObject params) {
    String name = params.getString("name", params.getString("taskId"));
    return new Client(origin).token(token).modernHeaders(method, params).header("Mcp-Name", name);
  }

  JsonObject body(String method, JsonObject params) {
    JsonObject meta =
        new JsonObject()
            .put("io.modelcontextprotocol/protocolVersion", Client.MODERN)
            .put("io.modelcontextprotocol/clientCapabilities", capabilities);
    return Client.request(1, method, params.copy().put("_meta", meta));
  }

  JsonObject call(String tool, JsonObject arguments) {
    return send("tools/call", Client.call(tool, arguments)).getJsonObject("result");
  }

  /** Calls a tool that does not answer soon: the handle. */
  JsonObject start(String tool, JsonObject arguments) {
    JsonObject handle = call(tool, arguments);
    assertThat(handle.getString("resultType")).as(handle.encode()).isEqualTo("task");
    assertThat(handle.getString("status")).isEqualTo("working");
    return handle;
  }

  String startId(String tool) {
    return start(tool, new JsonObject()).getString("taskId");
  }

  JsonObject get(String taskId) {
    return send("tasks/get", id(taskId));
  }

  JsonObject task(String taskId) {
    return get(taskId).getJsonObject("result");
  }

  /** The task when it has that status; waits for it. */
  JsonObject await(String taskId, String status) {
    AtomicReference<JsonObject> task = new AtomicReference<>();
    Await.until(
        () -> {
          task.set(task(taskId));
          return task.get().getString("status").equals(status);
        });
    return task.get();
  }

  JsonObject answer(String taskId, JsonObject responses) {
    return send("tasks/update", id(taskId).put("inputResponses", responses));
  }

  JsonObject cancel(String taskId) {
    return send("tasks/cancel", id(taskId));
  }

  /** Listens to these tasks and waits for the acknowledgement, which must name those. */
  EventReader listen(List<String> asked, List<String> known) {
    JsonObject params = listening(asked);
    EventReader reader =
        new EventReader(
            client("subscriptions/listen", params)
                .open("POST", body("subscriptions/listen", params).encode()));
    JsonObject ack = reader.next();
    assertThat(ack.getString("method")).isEqualTo("notifications/subscriptions/acknowledged");
    assertThat(ack.getJsonObject("params").getJsonObject("notifications"))
        .isEqualTo(new JsonObject().put("taskIds", new JsonArray(known)));
    return reader;
  }

  static JsonObject listening(List<String> taskIds) {
    return new JsonObject()
        .put("notifications", new JsonObject().put("taskIds", new JsonArray(taskIds)));
  }

  static JsonObject id(String taskId) {
    return new JsonObject().put("taskId", taskId);
  }

  /** Plain JSON, or the last message of a stream. */
  private static JsonObject message(HttpResponse<String> response) {
    String body = response.body();
    if (!body.startsWith("{")) {
      List<JsonObject> events = new Client.Answer(200, response.headers().map(), body).events();
      return events.get(events.size() - 1);
    }
    return new JsonObject(body);
  }
}
