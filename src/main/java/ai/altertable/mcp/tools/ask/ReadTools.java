package ai.altertable.mcp.tools.ask;

import ai.altertable.mcp.bus.Addresses;
import ai.altertable.mcp.bus.Caller;
import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.bus.ToolCall;
import ai.altertable.mcp.bus.ToolDescriptor;
import ai.altertable.mcp.bus.ToolOutcome;
import ai.altertable.mcp.tools.ToolContext;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The tools that the model may use: those that only read. They are called as a client calls them,
 * over the event bus and for the same caller with scope {@code read} alone, so that limits and
 * audit hold for them too.
 */
final class ReadTools {
  private static final int MAX_RESULT = 12_000;
  private static final int GRACE_MILLIS = 5000;

  /** Pictures are for clients. */
  private static final Set<String> NOT_OFFERED = Set.of("render_insight");

  /** A link to a whole result is good for whoever has it; a model's endpoint need not. */
  private static final String EXPORT = "export";

  private final Vertx vertx;
  private final Set<String> names;
  private final JsonArray definitions;

  /**
   * @param tools all there are
   */
  ReadTools(Vertx vertx, List<ToolDescriptor> tools) {
    this.vertx = vertx;
    List<ToolDescriptor> offered =
        tools.stream()
            .filter(tool -> tool.required() == Scope.READ && tool.readOnly())
            .filter(tool -> !NOT_OFFERED.contains(tool.name()))
            .toList();
    this.names = offered.stream().map(ToolDescriptor::name).collect(Collectors.toSet());
    this.definitions = new JsonArray();
    offered.forEach(tool -> definitions.add(function(tool)));
  }

  /** As the API wants them; not to be changed. */
  JsonArray definitions() {
    return definitions;
  }

  boolean has(String name) {
    return names.contains(name);
  }

  /**
   * Runs a call that the model wants.
   *
   * @param deadline when nobody waits for it any more
   * @return what the model is told, also when the call could not be made; never fails
   */
  Future<String> call(ToolContext context, ModelReply.Call wanted, Instant deadline) {
    if (!has(wanted.tool())) {
      return Future.succeededFuture("There is no such tool.");
    }
    JsonObject arguments;
    try {
      arguments = new JsonObject(wanted.arguments());
    } catch (DecodeException notJson) {
      return Future.succeededFuture("The arguments are no JSON object.");
    }
    if (arguments.containsKey(EXPORT)) {
      return Future.succeededFuture("No links are made here: leave " + EXPORT + " out.");
    }
    if (context.cancellation().cancelled()) {
      return Future.succeededFuture("The call was not made.");
    }
    return send(context, wanted.tool(), arguments, deadline);
  }

  private Future<String> send(
      ToolContext context, String tool, JsonObject arguments, Instant deadline) {
    String callId = UUID.randomUUID().toString();
    ToolCall call =
        new ToolCall(callId, reading(context.caller()), tool, arguments, false, deadline);
    long patience = Duration.between(Instant.now(), deadline).toMillis() + GRACE_MILLIS;
    Runnable uncancel =
        context
            .cancellation()
            .onCancel(() -> vertx.eventBus().publish(Addresses.toolCancel(callId), null));
    return vertx
        .eventBus()
        .<ToolOutcome>request(
            Addresses.TOOL_CALL,
            call,
            new DeliveryOptions()
                .setLocalOnly(true)
                .setSendTimeout(Math.max(GRACE_MILLIS, patience)))
        .map(reply -> told(reply.body()))
        .otherwise("The tool did not answer.")
        .onComplete(ended -> uncancel.run());
  }

  private static Caller reading(Caller caller) {
    return new Caller(
        caller.grantId(),
        caller.principal(),
        caller.tenant(),
        Set.of(Scope.READ),
        caller.expiresAt());
  }

  private static String told(ToolOutcome outcome) {
    if (outcome instanceof ToolOutcome.Overloaded) {
      return "Too many calls are running: call again, one at a time.";
    }
    if (!(outcome instanceof ToolOutcome.Completed completed)) {
      return "The call did not come to an end.";
    }
    String text = completed.content().getJsonObject(0).getString("text", "");
    String cut =
        text.length() <= MAX_RESULT
            ? text
            : text.substring(0, MAX_RESULT) + "\n(cut off here: ask for less)";
    return completed.isError() ? "Error: " + cut : cut;
  }

  private static JsonObject function(ToolDescriptor tool) {
    JsonObject definition = tool.listed();
    JsonObject parameters = definition.getJsonObject("inputSchema").copy();
    parameters.getJsonObject("properties", new JsonObject()).remove(EXPORT);
    return new JsonObject()
        .put("type", "function")
        .put(
            "function",
            new JsonObject()
                .put("name", tool.name())
                .put("description", definition.getString("description"))
                .put("parameters", parameters));
  }
}
