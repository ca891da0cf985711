package ai.altertable.mcp.transport;

import ai.altertable.mcp.bus.Addresses;
import ai.altertable.mcp.bus.ContentOutcome;
import ai.altertable.mcp.bus.ContentRequest;
import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.bus.ToolCall;
import ai.altertable.mcp.bus.ToolCatalog;
import ai.altertable.mcp.bus.ToolCatalogRequest;
import ai.altertable.mcp.bus.ToolDescriptor;
import ai.altertable.mcp.bus.ToolEvent;
import ai.altertable.mcp.bus.ToolOutcome;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;

/** Tool executors at the bus boundary: they keep the contract and nothing else. */
final class TestTools {
  /** Calls that arrived, in order. */
  final BlockingQueue<ToolCall> calls = new LinkedBlockingQueue<>();

  /** Call ids that were cancelled, in order. */
  final BlockingQueue<String> cancelled = new LinkedBlockingQueue<>();

  /** Shared, so that a test sees what the endpoint alone keeps. */
  private static final String LARGE = "x".repeat(10_000);

  /** Listed after the others, when there is a need for many. */
  final List<ToolDescriptor> more = new CopyOnWriteArrayList<>();

  private final Vertx vertx;
  private final Map<String, Message<ToolCall>> waiting = new ConcurrentHashMap<>();

  TestTools(Vertx vertx) {
    this.vertx = vertx;
    vertx
        .eventBus()
        .<ToolCatalogRequest>consumer(
            Addresses.TOOL_LIST,
            message ->
                message.reply(
                    new ToolCatalog(
                        Stream.concat(
                                Stream.of(
                                    tool("echo", "context", Scope.READ),
                                    tool("progress", "data", Scope.READ),
                                    tool("wait", "data", Scope.READ),
                                    tool("busy", "data", Scope.READ),
                                    tool("broken", "data", Scope.READ),
                                    tool("large", "data", Scope.READ),
                                    tool("create_thing", "memory", Scope.WRITE)),
                                more.stream())
                            .toList())));
    vertx.eventBus().<ToolCall>consumer(Addresses.TOOL_CALL, this::run);
    vertx
        .eventBus()
        .<ContentRequest>consumer(Addresses.CONTENT, message -> message.reply(content(message)));
  }

  /** Answers every call of {@code wait} that is still running. */
  void release() {
    waiting.forEach((id, message) -> answer(id, ToolOutcome.Completed.of("released", null)));
  }

  /** A product that has no content at all. */
  private static ContentOutcome content(Message<ContentRequest> message) {
    JsonArray none = new JsonArray();
    return switch (message.body().method()) {
      case "resources/list" -> new ContentOutcome.Found(new JsonObject().put("resources", none));
      case "resources/templates/list" ->
          new ContentOutcome.Found(new JsonObject().put("resourceTemplates", none));
      case "prompts/list" -> new ContentOutcome.Found(new JsonObject().put("prompts", none));
      default ->
          new ContentOutcome.Missing(
              String.valueOf(
                  message
                      .body()
                      .params()
                      .getValue("uri", message.body().params().getValue("name"))));
    };
  }

  private void run(Message<ToolCall> message) {
    ToolCall call = message.body();
    switch (call.tool()) {
      case "echo", "repeat" ->
          reply(
              message,
              ToolOutcome.Completed.of(
                  call.arguments().encode(), new JsonObject().put("echo", call.arguments())));
      case "progress" -> {
        for (double step : new double[] {0, 50, 50, 40, 100}) {
          event(call, new ToolEvent.Progress(step, 100.0, "step " + step));
        }
        reply(message, ToolOutcome.Completed.of("done", null));
      }
      case "large" -> {
        for (int i = 1; i <= call.arguments().getInteger("events"); i++) {
          event(call, new ToolEvent.Progress(i, null, LARGE));
        }
        waiting.put(call.callId(), message);
      }
      case "wait" -> {
        waiting.put(call.callId(), message);
        vertx
            .eventBus()
            .consumer(
                Addresses.toolCancel(call.callId()),
                cancel -> {
                  cancelled.add(call.callId());
                  answer(call.callId(), new ToolOutcome.Cancelled());
                });
      }
      case "busy" -> reply(message, new ToolOutcome.Overloaded(7));
      case "broken" -> reply(message, new ToolOutcome.Failed("correlation-1"));
      case "create_thing" -> reply(message, ToolOutcome.Completed.of("created", null));
      default -> reply(message, new ToolOutcome.UnknownTool(call.tool()));
    }
    // Last: who waits for the call releases or cancels it at once.
    calls.add(call);
  }

  private void event(ToolCall call, ToolEvent event) {
    if (call.events()) {
      vertx.eventBus().publish(Addresses.toolEvent(call.callId()), event);
    }
  }

  private void answer(String callId, ToolOutcome outcome) {
    Message<ToolCall> message = waiting.remove(callId);
    if (message != null) {
      reply(message, outcome);
    }
  }

  private static void reply(Message<ToolCall> message, ToolOutcome outcome) {
    message.reply(outcome, new DeliveryOptions());
  }

  static ToolDescriptor tool(String name, String group, Scope required) {
    return new ToolDescriptor(
        name,
        name.equals("echo") ? List.of("repeat") : List.of(),
        group,
        required,
        new JsonObject()
            .put("name", name)
            .put("description", "A tool of the tests.")
            .put("inputSchema", new JsonObject().put("type", "object"))
            .put("annotations", new JsonObject().put("readOnlyHint", required == Scope.READ)));
  }

  static JsonArray names(JsonObject listResult) {
    JsonArray names = new JsonArray();
    listResult.getJsonArray("tools").forEach(t -> names.add(((JsonObject) t).getString("name")));
    return names;
  }
}
