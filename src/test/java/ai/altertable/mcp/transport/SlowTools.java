package ai.altertable.mcp.transport;

import ai.altertable.mcp.bus.Addresses;
import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.bus.TaskSupport;
import ai.altertable.mcp.bus.ToolCall;
import ai.altertable.mcp.bus.ToolCatalog;
import ai.altertable.mcp.bus.ToolCatalogRequest;
import ai.altertable.mcp.bus.ToolDescriptor;
import ai.altertable.mcp.bus.ToolOutcome;
import ai.altertable.mcp.testing.Await;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Tools of one node that answer when and as the test says, in the place of the suite's fixtures.
 */
final class SlowTools {
  /** Changes nothing. */
  static final String READS = "reads";

  /** Must not run twice. */
  static final String WRITES = "writes";

  /** Refused to clients without tasks. */
  static final String INSISTS = "insists";

  private final Queue<Running> started = new ConcurrentLinkedQueue<>();

  /** Ids of calls that were told to stop. */
  final Set<String> cancelled = ConcurrentHashMap.newKeySet();

  private final Vertx vertx;

  SlowTools(Vertx vertx) {
    this.vertx = vertx;
    vertx
        .eventBus()
        .<ToolCatalogRequest>consumer(
            Addresses.CONFORMANCE + Addresses.TOOL_LIST,
            message ->
                message.reply(
                    new ToolCatalog(
                        List.of(
                            tool(READS, true, TaskSupport.WHEN_SLOW),
                            tool(WRITES, false, TaskSupport.WHEN_SLOW),
                            tool(INSISTS, true, TaskSupport.REQUIRED)))));
    vertx.eventBus().<ToolCall>consumer(Addresses.CONFORMANCE + Addresses.TOOL_CALL, this::take);
  }

  /** The next call that was started here and that no test took yet; waits for one. */
  Running next() {
    Await.until(() -> !started.isEmpty());
    return started.remove();
  }

  boolean idle() {
    return started.isEmpty();
  }

  private void take(Message<ToolCall> message) {
    Running running = new Running(message.body(), message);
    vertx
        .eventBus()
        .consumer(
            Addresses.toolCancel(running.call.callId()),
            stop -> {
              cancelled.add(running.call.callId());
              running.end(new ToolOutcome.Cancelled());
            });
    started.add(running);
  }

  private static ToolDescriptor tool(String name, boolean reads, TaskSupport support) {
    return new ToolDescriptor(
        name,
        List.of(),
        "test",
        Scope.READ,
        new JsonObject()
            .put("name", name)
            .put("description", "A tool of the tests.")
            .put("inputSchema", new JsonObject().put("type", "object"))
            .put("annotations", new JsonObject().put("readOnlyHint", reads)),
        support);
  }

  /** A call that runs until it is told how it ends. */
  record Running(ToolCall call, Message<ToolCall> message) {
    void end(ToolOutcome outcome) {
      message.reply(outcome);
    }

    void end(String text) {
      end(ToolOutcome.Completed.of(text, new JsonObject().put("text", text)));
    }
  }
}
