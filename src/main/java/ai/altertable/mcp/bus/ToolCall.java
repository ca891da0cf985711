package ai.altertable.mcp.bus;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * A request to run a tool.
 *
 * @param callId unguessable, unique; also names the addresses of its events and of its cancellation
 * @param caller who, where, with which scopes
 * @param tool name or alias as the client sent it
 * @param arguments as the client sent them, an object; not validated yet
 * @param events whether somebody listens to {@link Addresses#toolEvent}
 * @param deadline when the caller stops waiting
 * @param interaction what the client can be asked, and its answers so far
 * @param trace that the request belongs to
 */
public record ToolCall(
    String callId,
    Caller caller,
    String tool,
    JsonObject arguments,
    boolean events,
    Instant deadline,
    Interaction interaction,
    TraceContext trace) {
  public ToolCall {
    requireNonNull(callId, "callId is null");
    requireNonNull(caller, "caller is null");
    requireNonNull(tool, "tool is null");
    requireNonNull(arguments, "arguments is null");
    requireNonNull(deadline, "deadline is null");
    requireNonNull(interaction, "interaction is null");
    requireNonNull(trace, "trace is null");
  }

  /** A call without a trace. */
  public ToolCall(
      String callId,
      Caller caller,
      String tool,
      JsonObject arguments,
      boolean events,
      Instant deadline,
      Interaction interaction) {
    this(callId, caller, tool, arguments, events, deadline, interaction, TraceContext.NONE);
  }

  /** A call of a client that cannot be asked anything. */
  public ToolCall(
      String callId,
      Caller caller,
      String tool,
      JsonObject arguments,
      boolean events,
      Instant deadline) {
    this(callId, caller, tool, arguments, events, deadline, Interaction.NONE);
  }

  /** Names the call in logs: the client's own trace, where there is one. */
  public String correlation() {
    return trace.present() ? trace.traceId() : callId;
  }

  /** The same, as a part of another span. */
  public ToolCall within(TraceContext span) {
    return new ToolCall(callId, caller, tool, arguments, events, deadline, interaction, span);
  }

  JsonObject toJson() {
    return new JsonObject()
        .put("callId", callId)
        .put("caller", caller.toJson())
        .put("tool", tool)
        .put("arguments", arguments)
        .put("events", events)
        .put("deadline", deadline.toString())
        .put("interaction", interaction.toJson())
        .put("trace", trace.toJson());
  }

  static ToolCall fromJson(JsonObject json) {
    return new ToolCall(
        json.getString("callId"),
        Caller.fromJson(json.getJsonObject("caller")),
        json.getString("tool"),
        json.getJsonObject("arguments"),
        json.getBoolean("events"),
        Instant.parse(json.getString("deadline")),
        Interaction.fromJson(json.getJsonObject("interaction")),
        TraceContext.fromJson(json.getJsonObject("trace")));
  }
}
