package ai.altertable.mcp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.config.TasksConfig;
import ai.altertable.mcp.testing.Await;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of tasks when nodes die or stop, access ends, time passes, or there are many. */
@Timeout(120)
class TaskSurvivalTest {
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

  private static TaskNodes.Node dying() {
    return nodes.start(TaskNodes.soon(TaskNodes.PLENTY), TaskNodes.QUICK);
  }

  /** The next call of any node that lives on; exactly one of them takes a task up. */
  private static SlowTools.Running takenUp() {
    Await.until(() -> !(nodes.first.tools.idle() && nodes.second.tools.idle()));
    return nodes.first.tools.idle() ? nodes.second.tools.next() : nodes.first.tools.next();
  }

  @Test
  void anotherNodeRunsAReadingCallOfADeadNodeAgain() {
    TaskNodes.Node dead = dying();
    JsonObject arguments = new JsonObject().put("of", "the client");
    String id = dead.client(token).start(SlowTools.READS, arguments).getString("taskId");
    SlowTools.Running lost = dead.tools.next();
    dead.cutOff();
    SlowTools.Running again = takenUp();

    assertThat(again.call().arguments()).isEqualTo(arguments);
    assertThat(again.call().caller()).isEqualTo(lost.call().caller());
    assertThat(again.call().callId()).isNotEqualTo(lost.call().callId());
    again.end("second run");
    lost.end("first run, too late");
    assertThat(nodes.second.client(token).await(id, "completed").encode()).contains("second run");
    assertThat(nodes.first.tools.idle() && nodes.second.tools.idle()).isTrue();
  }

  @Test
  void aCallThatMayHaveChangedSomethingIsReportedAsFailed() {
    TaskNodes.Node dead = dying();
    String id = dead.client(token).startId(SlowTools.WRITES);
    dead.tools.next();
    dead.cutOff();
    JsonObject task = nodes.second.client(token).await(id, "failed");

    assertThat(task.getJsonObject("error").getInteger("code")).isEqualTo(-32603);
    assertThat(task.getString("statusMessage")).contains("stopped", "cannot be run again");
    assertThat(nodes.first.tools.idle() && nodes.second.tools.idle()).isTrue();
  }

  @Test
  void aNodeThatWasTakenForDeadStopsAndItsResultCountsNoMore() {
    TaskNodes.Node slow = nodes.start(TaskNodes.soon(TaskNodes.PLENTY), TaskNodes.PATIENT);
    UUID grant = nodes.grant(nodes.harness.production);
    nodes.accept("slow", grant, nodes.harness.production);
    String id = slow.client("slow").startId(SlowTools.READS);
    SlowTools.Running first = slow.tools.next();
    nodes.rows(
        "UPDATE task SET runner = gen_random_uuid(), lease_until = now() + interval '1 hour'"
            + " WHERE grant_id = '"
            + grant
            + "' RETURNING 1");
    Await.until(() -> slow.tools.cancelled.contains(first.call().callId()));

    first.end("too late");
    assertThat(slow.client("slow").task(id).getString("status")).isEqualTo("working");
    nodes.rows("UPDATE task SET lease_until = now() WHERE grant_id = '" + grant + "' RETURNING 1");
    SlowTools.Running second = next(slow);
    second.end("from the one that has it");
    assertThat(slow.client("slow").await(id, "completed").encode())
        .contains("from the one that has it");
  }

  private static SlowTools.Running next(TaskNodes.Node third) {
    Await.until(
        () -> !(nodes.first.tools.idle() && nodes.second.tools.idle() && third.tools.idle()));
    return third.tools.idle() ? takenUp() : third.tools.next();
  }

  @Test
  void aNodeThatStopsInOrderHandsItsReadingCallsOverAtOnce() {
    TaskNodes.Node leaving = nodes.start(TaskNodes.soon(TaskNodes.PLENTY), TaskNodes.PATIENT);
    String id = leaving.client(token).startId(SlowTools.READS);
    SlowTools.Running given = leaving.tools.next();
    leaving.stop();
    takenUp().end("taken over");

    assertThat(leaving.tools.cancelled).contains(given.call().callId());
    assertThat(nodes.first.client(token).await(id, "completed").encode()).contains("taken over");
  }

  @Test
  void aNodeThatStopsInOrderFinishesTheOthers() {
    TaskNodes.Node leaving = nodes.start(TaskNodes.soon(TaskNodes.PLENTY), TaskNodes.PATIENT);
    String id = leaving.client(token).startId(SlowTools.WRITES);
    SlowTools.Running writing = leaving.tools.next();
    CompletableFuture<Void> stopped = CompletableFuture.runAsync(leaving::stop);
    writing.end("written once");
    stopped.join();

    assertThat(nodes.first.client(token).await(id, "completed").encode()).contains("written once");
    assertThat(nodes.first.tools.idle() && nodes.second.tools.idle()).isTrue();
  }

  @Test
  void endedAccessEndsItsTasks() {
    UUID grant = nodes.grant(nodes.harness.production);
    nodes.accept("revoked", grant, nodes.harness.production);
    TaskClient client = nodes.first.client("revoked");
    String done = client.startId(SlowTools.READS);
    nodes.first.tools.next().end("a result");
    client.await(done, "completed");
    client.startId(SlowTools.READS);
    SlowTools.Running running = nodes.first.tools.next();
    nodes.rows("UPDATE oauth_grant SET revoked_at = now() WHERE id = '" + grant + "' RETURNING 1");

    Await.until(() -> nodes.first.tools.cancelled.contains(running.call().callId()));
    Await.until(() -> nodes.rows("SELECT 1 FROM task WHERE grant_id = '" + grant + "'").isEmpty());
  }

  @Test
  void nobodyRunsATaskAgainWhoseAccessEnded() {
    UUID grant = nodes.grant(nodes.harness.production);
    nodes.accept("expired", grant, nodes.harness.production);
    TaskNodes.Node dead = dying();
    String id = dead.client("expired").startId(SlowTools.READS);
    dead.tools.next();
    nodes.rows("UPDATE oauth_grant SET expires_at = now() WHERE id = '" + grant + "' RETURNING 1");
    dead.cutOff();

    JsonObject task = nodes.second.client("expired").await(id, "cancelled");
    assertThat(task.getString("statusMessage")).contains("access");
    assertThat(nodes.first.tools.idle() && nodes.second.tools.idle()).isTrue();
  }

  @Test
  void anExpiredTaskIsUnknownAndItsCallIsStopped() {
    UUID grant = nodes.grant(nodes.harness.production);
    nodes.accept("late", grant, nodes.harness.production);
    TaskClient client = nodes.first.client("late");
    String id = client.startId(SlowTools.READS);
    SlowTools.Running running = nodes.first.tools.next();
    nodes.rows("UPDATE task SET expires_at = now() WHERE grant_id = '" + grant + "' RETURNING 1");

    for (JsonObject answer :
        new JsonObject[] {client.get(id), client.cancel(id), client.answer(id, NONE)}) {
      assertThat(answer.getJsonObject("error").getInteger("code")).isEqualTo(-32602);
    }
    nodes.rows("DELETE FROM task WHERE grant_id = '" + grant + "' RETURNING 1");
    Await.until(() -> nodes.first.tools.cancelled.contains(running.call().callId()));
  }

  @Test
  void beyondItsLimitsAGrantAndAnOrganizationWaitAsWithoutTasks() {
    Tenant crowded = nodes.harness.fixture.tenant("crowded", "production");
    TaskNodes.Node node =
        nodes.start(TaskNodes.soon(new TasksConfig.Limits(1, 2, 1000)), TaskNodes.PATIENT);
    String one = nodes.token(crowded);
    node.client(one).startId(SlowTools.READS);
    SlowTools.Running kept = node.tools.next();
    waits(node, one);
    node.client(nodes.token(crowded)).startId(SlowTools.READS);
    SlowTools.Running other = node.tools.next();
    waits(node, nodes.token(crowded));

    kept.end("done");
    other.end("done");
  }

  @Test
  void beyondItsLimitANodeLetsCallsWaitUntilOneOfItsTasksIsOver() {
    TaskNodes.Node node =
        nodes.start(TaskNodes.soon(new TasksConfig.Limits(1000, 1000, 1)), TaskNodes.PATIENT);
    node.client(token).startId(SlowTools.READS);
    SlowTools.Running running = node.tools.next();
    waits(node, token);
    running.end("done");

    Await.until(() -> !refused(node, token));
    node.tools.next().end("done");
  }

  private static void waits(TaskNodes.Node node, String token) {
    CompletableFuture<JsonObject> answer =
        node.client(token).later("tools/call", Client.call(SlowTools.READS, NONE));
    SlowTools.Running waiting = node.tools.next();
    // It came later and is told sooner that there is no place: the first one knows by now.
    assertThat(refused(node, token)).isTrue();
    waiting.end("answered at last");
    assertThat(answer.join().getJsonObject("result").getString("resultType")).isEqualTo("complete");
  }

  /** Whether a call that must become a task is refused; then it is stopped, too. */
  private static boolean refused(TaskNodes.Node node, String token) {
    JsonObject answer = node.client(token).send("tools/call", Client.call(SlowTools.INSISTS, NONE));
    if (!answer.containsKey("error")) {
      return false;
    }
    assertThat(answer.getJsonObject("error").getInteger("code")).isEqualTo(429);
    SlowTools.Running stopped = node.tools.next();
    Await.until(() -> node.tools.cancelled.contains(stopped.call().callId()));
    return true;
  }
}
