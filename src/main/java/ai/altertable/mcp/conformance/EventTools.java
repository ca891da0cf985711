package ai.altertable.mcp.conformance;

import ai.altertable.mcp.bus.Addresses;
import ai.altertable.mcp.bus.ContentChanged;
import ai.altertable.mcp.bus.ToolCall;
import ai.altertable.mcp.bus.ToolEvent;
import ai.altertable.mcp.bus.ToolOutcome;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Tools that tell something before they answer, or that change what is listed. */
final class EventTools {
  /** Far enough apart to be told apart. */
  private static final long PAUSE_MILLIS = 50;

  private final Vertx vertx;

  EventTools(Vertx vertx) {
    this.vertx = vertx;
  }

  List<Fixture> all() {
    return List.of(
        Fixture.later(
            "test_tool_with_logging",
            "Sends three log messages.",
            Fixture.noArguments(),
            this::log),
        Fixture.later("test_logging_tool", "Sends log messages.", Fixture.noArguments(), this::log),
        Fixture.later(
            "test_tool_with_progress", "Reports progress.", Fixture.noArguments(), this::progress),
        pausing(
            "test_reconnection",
            "Closes its stream in the middle of the call; the result comes on the next one."),
        Fixture.of(
            "test_trigger_tool_change",
            "Says that the tools changed.",
            call -> changed(ContentChanged.Kind.TOOLS)),
        Fixture.of(
            "test_trigger_prompt_change",
            "Says that the prompts changed.",
            call -> changed(ContentChanged.Kind.PROMPTS)));
  }

  private Future<ToolOutcome> log(ToolCall call) {
    return step(call, info("Tool execution started"))
        .compose(first -> step(call, info("Tool processing data")))
        .compose(second -> step(call, info("Tool execution completed")))
        .map(done -> Fixture.text("Logged three messages."));
  }

  private Future<ToolOutcome> progress(ToolCall call) {
    return step(call, new ToolEvent.Progress(0, 100.0, "started"))
        .compose(first -> step(call, new ToolEvent.Progress(50, 100.0, "half way")))
        .compose(second -> step(call, new ToolEvent.Progress(100, 100.0, "done")))
        .map(done -> Fixture.text("Reported progress."));
  }

  private Fixture pausing(String name, String description) {
    Fixture tool =
        Fixture.later(
            name,
            description,
            Fixture.noArguments(),
            call ->
                step(call, new ToolEvent.Pause())
                    .map(done -> Fixture.text("Reconnection test completed.")));
    tool.descriptor().definition().put("_meta", new JsonObject().put("ai.altertable/pauses", true));
    return tool;
  }

  private static ToolEvent info(String text) {
    return new ToolEvent.Log("info", "conformance", text);
  }

  private Future<Long> step(ToolCall call, ToolEvent event) {
    if (call.events()) {
      vertx.eventBus().publish(Addresses.toolEvent(call.callId()), event);
    }
    return vertx.timer(PAUSE_MILLIS, java.util.concurrent.TimeUnit.MILLISECONDS).map(PAUSE_MILLIS);
  }

  private ToolOutcome changed(ContentChanged.Kind kind) {
    vertx.eventBus().publish(Addresses.CONTENT_CHANGED, ContentChanged.list(kind));
    return Fixture.text("Changed.");
  }
}
