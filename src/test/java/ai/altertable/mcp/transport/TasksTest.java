package ai.altertable.mcp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.bus.ToolOutcome;
import ai.altertable.mcp.testing.Await;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls that go on as tasks, as clients meet them, on two nodes over one database. */
@Timeout(120)
class TasksTest {
  private static final JsonObject NONE = new JsonObject();
  private static TaskNodes nodes;
  private static String token;

  @BeforeAll
  static void start() {
    nodes = new TaskNodes();
    token = nodes.token(nodes.harness.production);
  }

  @AfterEach
  void endOthers() {
    nodes.endOthers();
  }

  @AfterAll
  static void stop() {
    nodes.close();
  }

  private static TaskClient first() {
    return nodes.first.client(token);
  }

  private static TaskClient second() {
    return nodes.second.client(token);
  }

  @Test
  void theServerSaysThatItKnowsTasksToStatelessClientsOnly() {
    JsonObject capabilities =
        first().send("server/discover", NONE).getJsonObject("result").getJsonObject("capabilities");
    assertThat(capabilities.getJsonObject("extensions").getMap()).containsKey(TaskClient.EXTENSION);
    assertThat(capabilities.getMap()).doesNotContainKey("tasks");
  }

  @Test
  void aLongCallIsAnsweredWithAHandleThatEveryNodeKnowsAtOnce() {
    JsonObject handle = first().start(SlowTools.READS, NONE);
    String id = handle.getString("taskId");
    JsonObject task = second().task(id);

    assertThat(handle.getMap())
        .doesNotContainKeys("task", "result", "error", "inputRequests", "requestState", "ttl");
    assertThat(id).hasSizeGreaterThanOrEqualTo(43);
    assertThat(handle.getLong("ttlMs")).isEqualTo(30 * 60_000L);
    assertThat(handle.getInteger("pollIntervalMs")).isPositive();
    assertThat(Instant.parse(handle.getString("createdAt")))
        .isEqualTo(Instant.parse(handle.getString("lastUpdatedAt")));
    assertThat(task.getString("resultType")).isEqualTo("complete");
    for (String field : List.of("taskId", "status", "createdAt", "ttlMs", "pollIntervalMs")) {
      assertThat(task.getValue(field)).as(field).isEqualTo(handle.getValue(field));
    }
    nodes.first.tools.next().end("done");
  }

  @Test
  void theResultIsWhatTheCallWouldHaveAnsweredOnEveryNode() {
    TaskClient patient = first().with(NONE);
    CompletableFuture<JsonObject> plain =
        patient.later("tools/call", Client.call(SlowTools.READS, NONE));
    nodes.first.tools.next().end("the answer");
    String id = first().startId(SlowTools.READS);
    nodes.first.tools.next().end("the answer");
    JsonObject task = second().await(id, "completed");

    assertThat(plain.join().getJsonObject("result").getString("resultType")).isEqualTo("complete");
    assertThat(task.getJsonObject("result")).isEqualTo(plain.join().getJsonObject("result"));
    assertThat(task.getMap()).doesNotContainKey("error");
    assertThat(Instant.parse(task.getString("lastUpdatedAt")))
        .isAfter(Instant.parse(task.getString("createdAt")));
  }

  @Test
  void aToolErrorCompletesAndAFaultOfOursFails() {
    String mendable = first().startId(SlowTools.READS);
    nodes.first.tools.next().end(ToolOutcome.Completed.error("narrow it"));
    String fault = first().startId(SlowTools.READS);
    nodes.first.tools.next().end(new ToolOutcome.Failed("correlation-7"));

    assertThat(second().await(mendable, "completed").getJsonObject("result").getBoolean("isError"))
        .isTrue();
    JsonObject failed = second().await(fault, "failed");
    assertThat(failed.getJsonObject("error").getInteger("code")).isEqualTo(-32603);
    assertThat(failed.getJsonObject("error").getString("message")).contains("correlation-7");
    assertThat(failed.getMap()).doesNotContainKey("result");
  }

  @Test
  void aResultThatIsTooLargeToBeKeptIsReplacedByWords() {
    String id = first().startId(SlowTools.READS);
    nodes.first.tools.next().end("x".repeat(4 * 1024 * 1024));
    JsonObject result = second().await(id, "completed").getJsonObject("result");

    assertThat(result.getBoolean("isError")).isTrue();
    assertThat(result.encode()).contains("too large to be kept", "Ask for less");
  }

  @Test
  void aClientThatDidNotDeclareTheExtensionOnTheRequestWaits() {
    long before = nodes.tasks();
    CompletableFuture<JsonObject> answer =
        first().with(NONE).later("tools/call", Client.call(SlowTools.READS, NONE));
    nodes.first.tools.next().end("waited");

    assertThat(answer.join().getJsonObject("result").encode())
        .contains("waited")
        .doesNotContain("taskId");
    assertThat(nodes.tasks()).isEqualTo(before);
  }

  @Test
  void aCallThatEndsInTimeWritesNothing() {
    TaskNodes.Node node = nodes.start(TaskNodes.late(), TaskNodes.PATIENT);
    long before = nodes.tasks();
    CompletableFuture<JsonObject> answer =
        node.client(token).later("tools/call", Client.call(SlowTools.READS, NONE));
    node.tools.next().end("in time");

    assertThat(answer.join().getJsonObject("result").getString("resultType")).isEqualTo("complete");
    assertThat(nodes.tasks()).isEqualTo(before);
  }

  @Test
  void whatNeedsATaskIsRefusedWithoutTheExtension() {
    for (JsonObject params :
        List.of(TaskClient.id("x"), TaskClient.id("x").put("inputResponses", NONE))) {
      for (String method : List.of("tasks/get", "tasks/update", "tasks/cancel")) {
        refusedForTheExtension(first().with(NONE).raw(method, params));
      }
    }
    refusedForTheExtension(
        first().with(NONE).raw("tools/call", Client.call(SlowTools.INSISTS, NONE)));
    assertThat(nodes.first.tools.idle()).isTrue();
  }

  private static void refusedForTheExtension(Client.Answer answer) {
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error().getInteger("code")).isEqualTo(-32021);
    assertThat(
            answer
                .error()
                .getJsonObject("data")
                .getJsonObject("requiredCapabilities")
                .getJsonObject("extensions")
                .getMap())
        .containsOnlyKeys(TaskClient.EXTENSION);
  }

  @Test
  void theHeaderMustNameTheTask() {
    JsonObject params = TaskClient.id("some-task");
    for (String header : new String[] {null, "other-task"}) {
      Client.Answer answer =
          first()
              .client("tasks/get", params)
              .header("Mcp-Name", header)
              .post(first().body("tasks/get", params));
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.error().getInteger("code")).isEqualTo(-32020);
    }
  }

  @Test
  void methodsOfTheOlderDraftAreGone() {
    for (String method : List.of("tasks/list", "tasks/result")) {
      Client.Answer answer = first().raw(method, TaskClient.id("x"));
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.error().getInteger("code")).isEqualTo(-32601);
    }
  }

  @Test
  void nobodyElseFindsATask() {
    UUID grant = nodes.grant(nodes.harness.production);
    nodes.accept("owner", grant, nodes.harness.production);
    nodes.accept("same grant, other environment", grant, nodes.harness.staging);
    String sameUser = nodes.token(nodes.harness.production);
    String id = nodes.first.client("owner").startId(SlowTools.READS);
    SlowTools.Running running = nodes.first.tools.next();

    for (String stranger : List.of(sameUser, "same grant, other environment")) {
      TaskClient client = nodes.second.client(stranger);
      unknown(client.get(id));
      unknown(client.answer(id, NONE));
      unknown(client.cancel(id));
    }
    for (String guess :
        List.of("", "x", "x".repeat(5_000), id.substring(1), id + "x", id.toLowerCase())) {
      unknown(nodes.second.client("owner").get(guess));
    }
    assertThat(nodes.second.client("owner").task(id).getString("status")).isEqualTo("working");
    assertThat(nodes.first.tools.cancelled).doesNotContain(running.call().callId());
    running.end("done");
  }

  private static void unknown(JsonObject answer) {
    assertThat(answer.getJsonObject("error").getInteger("code")).isEqualTo(-32602);
    assertThat(answer.getJsonObject("error").getString("message")).contains("no such task");
  }

  @Test
  void malformedRequestsAreInvalid() {
    for (JsonObject params : List.of(NONE, new JsonObject().put("taskId", 7))) {
      assertThat(
              first()
                  .client("tasks/get", NONE)
                  .post(first().body("tasks/get", params))
                  .error()
                  .getInteger("code"))
          .isIn(-32602, -32020);
    }
    assertThat(
            first()
                .send("tasks/update", TaskClient.id("x").put("inputResponses", "yes"))
                .getJsonObject("error")
                .getInteger("code"))
        .isEqualTo(-32602);
  }

  @Test
  void cancellingOnAnotherNodeStopsTheCall() {
    String id = first().startId(SlowTools.READS);
    SlowTools.Running running = nodes.first.tools.next();
    JsonObject ack = second().cancel(id).getJsonObject("result");

    assertThat(ack.fieldNames()).containsExactlyInAnyOrder("resultType", "_meta");
    assertThat(second().task(id).getString("status")).isEqualTo("cancelled");
    Await.until(() -> nodes.first.tools.cancelled.contains(running.call().callId()));
    running.end("too late");
    assertThat(second().cancel(id).getJsonObject("result")).as("again").isEqualTo(ack);
    assertThat(first().task(id).getMap()).containsEntry("status", "cancelled");
    assertThat(first().task(id).getMap()).doesNotContainKeys("result", "error");
  }

  @Test
  void cancellingStopsTheQueryInTheDatabase() {
    JsonObject statement =
        new JsonObject().put("statement", "SELECT sum(a) FROM generate_series(1, 100000000) AS a");
    String id = first().start("query_lakehouse", statement).getString("taskId");
    Await.until(() -> runningQueries() == 1);
    second().cancel(id);

    Await.until(() -> runningQueries() == 0);
    assertThat(first().task(id).getString("status")).isEqualTo("cancelled");
  }

  private static long runningQueries() {
    return nodes
        .harness
        .fixture
        .asSuperuser(
            nodes.harness.production,
            "SELECT count(*) FROM pg_stat_activity WHERE state = 'active'"
                + " AND pid <> pg_backend_pid() AND datname = current_database()")
        .iterator()
        .next()
        .getLong(0);
  }

  @Test
  void whatAClientWroteAndReadIsSealedAndBoundToItsEnvironment() {
    JsonObject arguments = new JsonObject().put("secret", "needle in the request");
    String id = first().start(SlowTools.READS, arguments).getString("taskId");
    nodes.first.tools.next().end("needle in the result");
    first().await(id, "completed");

    assertThat(nodes.rows("SELECT * FROM task_content")).isEmpty();
    assertThat(nodes.rows("SELECT * FROM task WHERE task::text LIKE '%" + id + "%'")).isEmpty();
    long contents = 0;
    for (var row :
        Await.get(
            nodes
                .harness
                .fixture
                .database
                .superuser(nodes.harness.vertx)
                .query("SELECT request, outcome FROM task_content WHERE outcome IS NOT NULL")
                .execute())) {
      for (Buffer column : List.of(row.getBuffer(0), row.getBuffer(1))) {
        assertThat(column.toString(StandardCharsets.ISO_8859_1)).doesNotContain("needle");
      }
      contents++;
    }
    assertThat(contents).isPositive();
  }
}
