package ai.altertable.mcp.cluster;

import ai.altertable.mcp.bus.Caller;
import ai.altertable.mcp.bus.ContentChanged;
import ai.altertable.mcp.bus.ContentMissed;
import ai.altertable.mcp.bus.ContentOutcome;
import ai.altertable.mcp.bus.ContentRequest;
import ai.altertable.mcp.bus.GrantChanged;
import ai.altertable.mcp.bus.GrantRevoked;
import ai.altertable.mcp.bus.Interaction;
import ai.altertable.mcp.bus.NodeNews;
import ai.altertable.mcp.bus.Principal;
import ai.altertable.mcp.bus.RevocationsMissed;
import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.bus.TaskCall;
import ai.altertable.mcp.bus.TaskChanged;
import ai.altertable.mcp.bus.TaskReply;
import ai.altertable.mcp.bus.TaskRequest;
import ai.altertable.mcp.bus.TaskState;
import ai.altertable.mcp.bus.TaskStatus;
import ai.altertable.mcp.bus.TaskSupport;
import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.bus.ToolCall;
import ai.altertable.mcp.bus.ToolCatalog;
import ai.altertable.mcp.bus.ToolCatalogRequest;
import ai.altertable.mcp.bus.ToolDescriptor;
import ai.altertable.mcp.bus.ToolEvent;
import ai.altertable.mcp.bus.ToolOutcome;
import ai.altertable.mcp.bus.TraceContext;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An example of every message of the bus, with every field filled, and with those empty that may.
 */
final class WireExamples {
  /** Never sent alone, only inside of messages. */
  static final Set<String> PARTS =
      Stream.of(
              Caller.class,
              Interaction.class,
              Principal.class,
              TaskState.class,
              TaskState.Times.class,
              Tenant.class,
              ToolDescriptor.class,
              TraceContext.class)
          .map(Class::getName)
          .collect(Collectors.toSet());

  private static final UUID ID = UUID.fromString("0b0e7d2c-5a51-4b9f-8a08-6fd4a0ccbd5e");
  private static final Instant AT = Instant.parse("2026-11-25T10:11:12.123456Z");
  private static final JsonObject ANY =
      new JsonObject()
          .put("text", "Grüße, \"Welt\"\n\u0000")
          .put("long", Long.MAX_VALUE)
          .put("decimal", 0.1)
          .put("none", null)
          .put("list", new JsonArray().add(1).add(new JsonObject().put("deep", true)));

  private static final Caller CALLER =
      new Caller(
          ID,
          new Principal("user", "Ada", "client", "Agent"),
          new Tenant(ID, "demo", ID, "production"),
          Set.of(Scope.READ, Scope.WRITE),
          AT);

  private WireExamples() {}

  static Stream<Object> all() {
    return Stream.of(calls(), outcomes(), tasks(), contents(), news()).flatMap(part -> part);
  }

  private static ToolCall call(TraceContext trace) {
    Interaction interaction =
        new Interaction(Set.of(Interaction.Question.ELICITATION), ANY, "state");
    return new ToolCall("call", CALLER, "query_lakehouse", ANY, true, AT, interaction, trace);
  }

  private static Stream<Object> calls() {
    TraceContext trace =
        TraceContext.read(
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "vendor=value", "a=b");
    ToolDescriptor tool =
        new ToolDescriptor(
            "name", List.of("alias"), "data", Scope.WRITE, ANY, TaskSupport.WHEN_SLOW);
    return Stream.of(
        call(trace),
        new ToolCall("call", CALLER, "whoami", new JsonObject(), false, AT),
        new ToolCatalogRequest(),
        new ToolCatalog(List.of(tool)),
        new ToolEvent.Progress(0.5, 1.0, "half"),
        new ToolEvent.Progress(1, null, null),
        new ToolEvent.Pause(),
        new ToolEvent.Log("info", "tool", ANY));
  }

  private static Stream<Object> outcomes() {
    return Stream.of(
        ToolOutcome.Completed.of("text", ANY),
        ToolOutcome.Completed.error("wrong"),
        new ToolOutcome.UnknownTool("what"),
        new ToolOutcome.ScopeMissing(Scope.WRITE),
        new ToolOutcome.Overloaded(3),
        new ToolOutcome.Cancelled(),
        new ToolOutcome.InputRequired(ANY, "state"),
        new ToolOutcome.InputRequired(ANY, null),
        new ToolOutcome.Deferred(state(TaskStatus.WORKING)),
        new ToolOutcome.Failed("correlation"));
  }

  private static TaskState state(TaskStatus status) {
    return new TaskState(
        "task",
        status,
        new TaskState.Times(AT, AT.plusSeconds(1), Duration.ofMinutes(5)),
        500,
        "remark",
        status == TaskStatus.INPUT_REQUIRED ? ANY : null,
        status == TaskStatus.COMPLETED ? ToolOutcome.Completed.of("done", ANY) : null);
  }

  private static Stream<Object> tasks() {
    return Stream.of(
        new TaskCall(call(TraceContext.NONE), "tool.call", TaskSupport.WHEN_SLOW, true),
        TaskRequest.get(CALLER, "task"),
        new TaskRequest(CALLER, TaskRequest.Action.ANSWER, "task", ANY),
        TaskReply.UNKNOWN,
        TaskReply.of(state(TaskStatus.INPUT_REQUIRED)),
        TaskReply.of(state(TaskStatus.COMPLETED)),
        new TaskChanged("key"));
  }

  private static Stream<Object> contents() {
    return Stream.of(
        new ContentRequest("resources/read", ANY, CALLER, Interaction.NONE),
        new ContentOutcome.Found(ANY),
        new ContentOutcome.Missing("altertable://docs/none"),
        new ContentOutcome.Invalid("wrong"),
        new ContentOutcome.InputRequired(ANY, "state"),
        new ContentOutcome.Unavailable("later"),
        new ContentOutcome.Failed("correlation"),
        ContentChanged.list(ContentChanged.Kind.TOOLS),
        new ContentChanged(ContentChanged.Kind.RESOURCE, ID, "altertable://docs/sql"),
        new ContentMissed());
  }

  private static Stream<Object> news() {
    return Stream.of(
        new GrantRevoked(ID),
        new GrantChanged(ID),
        new RevocationsMissed(),
        new NodeNews("node", true),
        new NodeNews("node", false));
  }
}
