package ai.altertable.mcp.tools;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.bus.Addresses;
import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.bus.ToolCall;
import ai.altertable.mcp.bus.ToolOutcome;
import ai.altertable.mcp.platform.AuditEvent;
import ai.altertable.mcp.testing.Await;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ToolVerticleTest {
  private static final JsonObject NONE = new JsonObject();
  private static ToolHarness harness;

  @BeforeAll
  static void start() {
    harness = new ToolHarness();
    SampleData.load(harness);
  }

  @AfterAll
  static void stop() {
    harness.close();
  }

  @BeforeEach
  void forgetAudit() {
    harness.audited.clear();
  }

  @Test
  void unknownToolIsAProtocolMatter() {
    ToolOutcome outcome = harness.call(harness.production, ToolHarness.READ, "drop_table", NONE);
    assertThat(outcome).isEqualTo(new ToolOutcome.UnknownTool("drop_table"));
    assertThat(lastAudited().outcome()).isEqualTo("unknown_tool");
  }

  @Test
  void writingNeedsTheScope() {
    JsonObject memory = new JsonObject().put("type", "semantic").put("content", "x");
    assertThat(harness.call(harness.production, ToolHarness.READ, "create_memory", memory))
        .isEqualTo(new ToolOutcome.ScopeMissing(Scope.WRITE));
    assertThat(lastAudited().outcome()).isEqualTo("scope_missing");
  }

  @Test
  void everyToolThatWritesIsRefusedWithoutTheScope() {
    List<String> writers =
        harness.definitions.values().stream()
            .filter(tool -> !tool.getJsonObject("annotations").getBoolean("readOnlyHint"))
            .map(tool -> tool.getString("name"))
            .toList();
    assertThat(writers).contains("create_insight", "create_discovery", "create_notification");
    for (String writer : writers) {
      assertThat(harness.call(harness.production, ToolHarness.READ, writer, NONE))
          .isEqualTo(new ToolOutcome.ScopeMissing(Scope.WRITE));
    }
  }

  @Test
  void wrongArgumentsAreNamedByPathWithWhatIsAllowed() {
    JsonObject arguments =
        new JsonObject().put("statment", "SELECT 1").put("limit", 5000).put("catalog", 7);
    assertThat(harness.error(harness.production, "query_lakehouse", arguments))
        .contains(
            "$.statement is required",
            "$.statment is not known. Did you mean statement?",
            "$.limit must be at most 1000, got 5000",
            "$.catalog must be of type string, got 7");
    assertThat(lastAudited().outcome()).isEqualTo("tool_error");
  }

  @Test
  void nestedArgumentsAreCheckedWhole() {
    JsonObject event =
        new JsonObject()
            .put("name", "x")
            .put("aggregation", new JsonObject().put("type", "median"));
    JsonObject arguments =
        new JsonObject()
            .put("kind", "segmentation")
            .put(
                "segmentation_definition",
                new JsonObject().put("events", new JsonArray().add(event)));
    assertThat(harness.error(harness.production, "execute_insight", arguments))
        .contains(
            "$.segmentation_definition.events[0].aggregation.type must be one of"
                + " count, unique_users, sum, average");
  }

  @Test
  void argumentsNestedTooDeepAreRefused() {
    JsonObject deep = new JsonObject();
    for (int i = 0; i < 200; i++) {
      deep = new JsonObject().put("x", deep);
    }
    assertThat(harness.error(harness.production, "whoami", deep)).contains("nested deeper than");
  }

  @Test
  void nullMeansNotGiven() {
    JsonObject arguments =
        new JsonObject().put("statement", "SELECT 1").putNull("limit").putNull("catalog");
    assertThat(harness.ok(harness.production, "query_lakehouse", arguments).getInteger("row_count"))
        .isEqualTo(1);
  }

  @Test
  void olderNamesAreAccepted() {
    assertThat(harness.ok(harness.production, "initialize", NONE).getString("user"))
        .isEqualTo("ada@example.com");
    assertThat(lastAudited().call().tool()).isEqualTo("whoami");
    assertThat(harness.ok(harness.production, "list_catalogs", NONE).getJsonArray("connections"))
        .isNotEmpty();
    assertThat(harness.definitions).doesNotContainKeys("initialize", "list_catalogs");
  }

  @Test
  void everyCallIsAuditedWithRowsAndTimedByTool() {
    harness.ok(
        harness.production,
        "query_lakehouse",
        new JsonObject().put("statement", "SELECT * FROM shop.customers"));
    AuditEvent event = lastAudited();
    assertThat(event.action()).isEqualTo("tool.call");
    assertThat(event.outcome()).isEqualTo("ok");
    assertThat(event.actor().environmentId()).isEqualTo(harness.production.environmentId());
    assertThat(event.call().rows()).isEqualTo(50);
    assertThat(
            harness
                .meters
                .get("altertable.tool.calls")
                .tag("tool", "query_lakehouse")
                .tag("outcome", "ok")
                .timer()
                .count())
        .isPositive();
  }

  @Test
  void cancellationReachesTheDatabase() {
    ToolCall call =
        harness.toolCall(
            harness.caller(harness.production, ToolHarness.READ),
            "query_lakehouse",
            new JsonObject().put("statement", endless()));
    Future<ToolOutcome> outcome = harness.send(call);
    Await.until(() -> running() == 1);
    harness.vertx.eventBus().send(Addresses.toolCancel(call.callId()), "stop");
    assertThat(Await.get(outcome)).isEqualTo(new ToolOutcome.Cancelled());
    Await.until(() -> running() == 0);
    Await.until(() -> harness.limiter.running(call.caller().grantId()) == 0);
    assertThat(lastAudited().outcome()).isEqualTo("cancelled");
  }

  @Test
  void callEndsWhenItsCallerStopsWaiting() {
    ToolCall call =
        harness.toolCall(
            harness.caller(harness.production, ToolHarness.READ),
            "query_lakehouse",
            new JsonObject().put("statement", endless()));
    ToolCall hurried =
        new ToolCall(
            call.callId(),
            call.caller(),
            call.tool(),
            call.arguments(),
            false,
            Instant.now().plusMillis(700));
    ToolOutcome outcome = Await.get(harness.send(hurried));
    assertThat(ToolHarness.text((ToolOutcome.Completed) outcome)).contains("was stopped");
    Await.until(() -> running() == 0);
  }

  @Test
  void callThatComesTooLateIsNotRun() {
    ToolCall call =
        harness.toolCall(
            harness.caller(harness.production, ToolHarness.WRITE),
            "create_memory",
            new JsonObject().put("type", "semantic").put("content", "too late zebra"));
    ToolCall late =
        new ToolCall(
            call.callId(),
            call.caller(),
            call.tool(),
            call.arguments(),
            false,
            Instant.now().minusSeconds(1));
    assertThat(((ToolOutcome.Completed) Await.get(harness.send(late))).isError()).isTrue();
    assertThat(
            harness
                .ok(harness.production, "search_memory", new JsonObject().put("query", "zebra"))
                .getJsonArray("memories"))
        .isEmpty();
  }

  /** Runs until it is stopped, for all that a test can wait. */
  private static String endless() {
    return "SELECT sum(a) FROM generate_series(1, 100000000) AS a";
  }

  private static long running() {
    return harness
        .fixture
        .asSuperuser(
            harness.production,
            "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND pid <> pg_backend_pid()"
                + " AND datname = current_database()")
        .iterator()
        .next()
        .getLong(0);
  }

  private static AuditEvent lastAudited() {
    return harness.audited.get(harness.audited.size() - 1);
  }
}
