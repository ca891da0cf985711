package ai.altertable.mcp.bus;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;

/**
 * A request to run a tool for a client that knows tasks: it is answered like a {@link ToolCall}, or
 * with {@link ToolOutcome.Deferred} when it takes long.
 *
 * @param call what to run
 * @param address who runs it
 * @param support of the tool, not {@link TaskSupport#NEVER}
 * @param repeatable whether it may run again when its node dies: it changes nothing
 */
public record TaskCall(ToolCall call, String address, TaskSupport support, boolean repeatable) {
  public TaskCall {
    requireNonNull(call, "call is null");
    requireNonNull(address, "address is null");
    requireNonNull(support, "support is null");
  }

  public JsonObject toJson() {
    return new JsonObject()
        .put("call", call.toJson())
        .put("address", address)
        .put("support", support.name())
        .put("repeatable", repeatable);
  }

  public static TaskCall fromJson(JsonObject json) {
    return new TaskCall(
        ToolCall.fromJson(json.getJsonObject("call")),
        json.getString("address"),
        TaskSupport.valueOf(json.getString("support")),
        json.getBoolean("repeatable"));
  }
}
