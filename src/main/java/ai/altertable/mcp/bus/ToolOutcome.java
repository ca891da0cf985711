package ai.altertable.mcp.bus;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** How a call ended; exactly one for each {@link ToolCall}. */
public sealed interface ToolOutcome {

  JsonObject toJson();

  /** Exhaustive handling; Java 17 has no switch over sealed types. */
  <T> T fold(Cases<T> cases);

  static ToolOutcome fromJson(JsonObject json) {
    return switch (json.getString("outcome")) {
      case "completed" ->
          new Completed(
              json.getJsonArray("content"),
              json.getJsonObject("structured"),
              json.getBoolean("isError"));
      case "unknownTool" -> new UnknownTool(json.getString("tool"));
      case "scopeMissing" -> new ScopeMissing(Scope.valueOf(json.getString("required")));
      case "overloaded" -> new Overloaded(json.getInteger("retryAfterSeconds"));
      case "cancelled" -> new Cancelled();
      case "inputRequired" ->
          new InputRequired(json.getJsonObject("requests"), json.getString("state"));
      case "deferred" -> new Deferred(TaskState.fromJson(json.getJsonObject("task")));
      case "failed" -> new Failed(json.getString("correlationId"));
      default -> throw new IllegalArgumentException("unknown outcome " + json.getString("outcome"));
    };
  }

  /**
   * One handler for each outcome.
   *
   * @param <T> what they make of it
   */
  interface Cases<T> {
    T completed(Completed outcome);

    T unknownTool(UnknownTool outcome);

    T scopeMissing(ScopeMissing outcome);

    T overloaded(Overloaded outcome);

    T cancelled(Cancelled outcome);

    T inputRequired(InputRequired outcome);

    T deferred(Deferred outcome);

    T failed(Failed outcome);
  }

  /**
   * The tool ran, or refused its arguments in words the model can act on.
   *
   * @param content MCP content blocks
   * @param structured MCP {@code structuredContent}, or null when there is none (errors)
   * @param isError MCP {@code isError}
   */
  record Completed(JsonArray content, JsonObject structured, boolean isError)
      implements ToolOutcome {
    public Completed {
      requireNonNull(content, "content is null");
    }

    /** A tool error: what is wrong and what to change, safe to show to a model. */
    public static Completed error(String text) {
      return new Completed(text(text), null, true);
    }

    public static Completed of(String text, JsonObject structured) {
      return new Completed(text(text), structured, false);
    }

    private static JsonArray text(String text) {
      return new JsonArray().add(new JsonObject().put("type", "text").put("text", text));
    }

    @Override
    public JsonObject toJson() {
      return new JsonObject()
          .put("outcome", "completed")
          .put("content", content)
          .put("structured", structured)
          .put("isError", isError);
    }

    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.completed(this);
    }
  }

  /** There is no such tool: a protocol error, -32602. */
  record UnknownTool(String tool) implements ToolOutcome {
    @Override
    public JsonObject toJson() {
      return new JsonObject().put("outcome", "unknownTool").put("tool", tool);
    }

    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.unknownTool(this);
    }
  }

  /** The token lacks a scope: HTTP 403 {@code insufficient_scope} (RFC 6750 section 3.1). */
  record ScopeMissing(Scope required) implements ToolOutcome {
    @Override
    public JsonObject toJson() {
      return new JsonObject().put("outcome", "scopeMissing").put("required", required.name());
    }

    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.scopeMissing(this);
    }
  }

  /** Too many calls are running: HTTP 429 with {@code Retry-After}. */
  record Overloaded(int retryAfterSeconds) implements ToolOutcome {
    @Override
    public JsonObject toJson() {
      return new JsonObject()
          .put("outcome", "overloaded")
          .put("retryAfterSeconds", retryAfterSeconds);
    }

    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.overloaded(this);
    }
  }

  /** The caller asked to stop; it gets nothing more. */
  record Cancelled() implements ToolOutcome {
    @Override
    public JsonObject toJson() {
      return new JsonObject().put("outcome", "cancelled");
    }

    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.cancelled(this);
    }
  }

  /**
   * The client must answer something first; then the same call comes again with {@link
   * Interaction#answers}. What the client cannot be asked must not be in it.
   *
   * @param requests by a key of the tool's choice: {@code {method, params}}, the method being
   *     {@code elicitation/create}, {@code sampling/createMessage} or {@code roots/list}
   * @param state comes back as {@link Interaction#state}, sealed on the way; or null
   */
  record InputRequired(JsonObject requests, String state) implements ToolOutcome {
    public InputRequired {
      requireNonNull(requests, "requests is null");
    }

    @Override
    public JsonObject toJson() {
      return new JsonObject()
          .put("outcome", "inputRequired")
          .put("requests", requests)
          .put("state", state);
    }

    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.inputRequired(this);
    }
  }

  /** The call goes on without its caller, who asks for its outcome by {@link TaskRequest}s. */
  record Deferred(TaskState task) implements ToolOutcome {
    public Deferred {
      requireNonNull(task, "task is null");
    }

    @Override
    public JsonObject toJson() {
      return new JsonObject().put("outcome", "deferred").put("task", task.toJson());
    }

    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.deferred(this);
    }
  }

  /** A fault of ours: logged under the id, told to the client by the id alone. */
  record Failed(String correlationId) implements ToolOutcome {
    @Override
    public JsonObject toJson() {
      return new JsonObject().put("outcome", "failed").put("correlationId", correlationId);
    }

    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.failed(this);
    }
  }
}
