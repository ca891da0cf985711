package ai.altertable.mcp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.bus.ToolOutcome;
import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.TestDatabase;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** News of tasks that run on one node, to clients that listen on another. */
@Timeout(120)
class TaskNewsTest {
  private static final JsonObject NONE = new JsonObject();
  private static TaskNodes nodes;
  private static String token;

  @BeforeAll
  static void start() {
    nodes = new TaskNodes();
    token = nodes.token(nodes.harness.production);
  }

  @AfterAll
  static void stop() {
    nodes.close();
  }

  private static TaskClient runs() {
    return nodes.first.client(token);
  }

  private static TaskClient listens() {
    return nodes.second.client(token);
  }

  private static EventReader listen(String... taskIds) {
    return listens().listen(List.of(taskIds), List.of(taskIds));
  }

  /** The task that the next message tells of. */
  private static JsonObject news(EventReader reader) {
    JsonObject message = reader.next();
    assertThat(message.getString("method")).isEqualTo("notifications/tasks");
    assertThat(message.getMap()).doesNotContainKey("id");
    JsonObject task = message.getJsonObject("params").copy();
    JsonObject meta = (JsonObject) task.remove("_meta");
    assertThat(meta.getValue("io.modelcontextprotocol/subscriptionId")).isEqualTo(1);
    return task;
  }

  /** What {@code tasks/get} says of it. */
  private static JsonObject asked(String taskId) {
    JsonObject task = listens().task(taskId);
    task.remove("_meta");
    task.remove("resultType");
    return task;
  }

  @Test
  void whoListensIsToldTheResultThatGetWouldBring() {
    String id = runs().startId(SlowTools.READS);
    try (EventReader reader = listen(id)) {
      nodes.first.tools.next().end("told");
      JsonObject task = news(reader);

      assertThat(task.getString("status")).isEqualTo("completed");
      assertThat(task.getJsonObject("result").encode()).contains("told");
      assertThat(task).isEqualTo(asked(id));
    }
  }

  @Test
  void questionsTheGoingOnAndTheEndAreTold() {
    String id = runs().startId(SlowTools.READS);
    try (EventReader reader = listen(id)) {
      JsonObject question =
          new JsonObject()
              .put("method", "elicitation/create")
              .put("params", new JsonObject().put("message", "Sure?"));
      nodes
          .first
          .tools
          .next()
          .end(new ToolOutcome.InputRequired(new JsonObject().put("sure", question), null));
      JsonObject asking = news(reader);
      assertThat(asking.getString("status")).isEqualTo("input_required");
      JsonObject requests = asking.getJsonObject("inputRequests");
      assertThat(requests.stream().map(request -> request.getValue())).containsExactly(question);

      JsonObject responses = new JsonObject();
      requests.fieldNames().forEach(key -> responses.put(key, new JsonObject().put("action", "x")));
      runs().answer(id, responses);
      assertThat(news(reader).getString("status")).isEqualTo("working");

      Await.until(() -> !(nodes.first.tools.idle() && nodes.second.tools.idle()));
      (nodes.first.tools.idle() ? nodes.second : nodes.first).tools.next().end("in the end");
      assertThat(news(reader).getString("status")).isEqualTo("completed");
    }
  }

  @Test
  void cancellingIsToldAndFaultsAre() {
    String cancelled = runs().startId(SlowTools.READS);
    SlowTools.Running running = nodes.first.tools.next();
    String failed = runs().startId(SlowTools.READS);
    try (EventReader reader = listen(cancelled, failed)) {
      runs().cancel(cancelled);
      JsonObject task = news(reader);
      assertThat(task.getString("taskId")).isEqualTo(cancelled);
      assertThat(task.getString("status")).isEqualTo("cancelled");
      Await.until(() -> nodes.first.tools.cancelled.contains(running.call().callId()));

      nodes.first.tools.next().end(new ToolOutcome.Failed("correlation-9"));
      JsonObject other = news(reader);
      assertThat(other.getString("status")).isEqualTo("failed");
      assertThat(other.getJsonObject("error").getInteger("code")).isEqualTo(-32603);
    }
  }

  @Test
  void whatEndedBeforeIsToldAtOnce() {
    String id = runs().startId(SlowTools.READS);
    nodes.first.tools.next().end("before");
    runs().await(id, "completed");

    try (EventReader reader = listen(id)) {
      assertThat(news(reader)).isEqualTo(asked(id));
    }
  }

  @Test
  void aStreamEndsWithTheNewsOfTheDatabaseAndWhoComesBackIsTold() {
    String id = runs().startId(SlowTools.READS);
    SlowTools.Running running = nodes.first.tools.next();
    try (EventReader reader = listen(id)) {
      // The task ends without a notice, as if it had come while nobody listened.
      nodes.rows("ALTER TABLE task DISABLE TRIGGER task_changed");
      running.end("unheard");
      runs().await(id, "completed");
      nodes.rows("ALTER TABLE task ENABLE TRIGGER task_changed");
      TestDatabase.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name ="
              + " 'altertable-mcp listener' AND datname = '"
              + nodes.harness.fixture.database.access().platform().getDatabase()
              + "'");
      assertThat(reader.next().getJsonObject("result").getString("resultType"))
          .isEqualTo("complete");
    }
    try (EventReader again = listen(id)) {
      assertThat(news(again).getString("status")).isEqualTo("completed");
    }
  }

  @Test
  void othersTasksAreNeitherAcknowledgedNorTold() {
    String stranger = nodes.token(nodes.harness.production);
    String mine = nodes.first.client(stranger).startId(SlowTools.READS);
    SlowTools.Running own = nodes.first.tools.next();
    String theirs = runs().startId(SlowTools.READS);
    SlowTools.Running foreign = nodes.first.tools.next();
    List<String> asked = List.of(theirs, "", "x".repeat(5_000), mine);
    try (EventReader reader = nodes.second.client(stranger).listen(asked, List.of(mine))) {
      foreign.end("secret");
      runs().await(theirs, "completed");
      own.end("mine");

      assertThat(news(reader).getString("taskId")).isEqualTo(mine);
    }
  }

  @Test
  void onlyClientsThatKnowTasksMayListenToThem() {
    for (List<String> ids : List.of(List.<String>of(), List.of("x"))) {
      Client.Answer refused =
          listens().with(NONE).raw("subscriptions/listen", TaskClient.listening(ids));
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.error().getInteger("code")).isEqualTo(-32021);
      assertThat(refused.error().getJsonObject("data").encode()).contains(TaskClient.EXTENSION);
    }
  }

  @Test
  void tooManyOrMalformedIdsAreInvalid() {
    JsonObject many = TaskClient.listening(IntStream.range(0, 51).mapToObj(i -> "x" + i).toList());
    JsonObject numbers =
        new JsonObject()
            .put("notifications", new JsonObject().put("taskIds", new JsonArray().add(7)));
    for (JsonObject params : List.of(many, numbers)) {
      assertThat(listens().raw("subscriptions/listen", params).error().getInteger("code"))
          .isEqualTo(-32602);
    }
  }
}
