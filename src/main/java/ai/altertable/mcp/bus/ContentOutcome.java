package ai.altertable.mcp.bus;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;

/** The answer to a {@link ContentRequest}. */
public sealed interface ContentOutcome {

  JsonObject toJson();

  /** Exhaustive handling; Java 17 has no switch over sealed types. */
  <T> T fold(Cases<T> cases);

  static ContentOutcome fromJson(JsonObject json) {
    return switch (json.getString("outcome")) {
      case "found" -> new Found(json.getJsonObject("result"));
      case "missing" -> new Missing(json.getString("what"));
      case "invalid" -> new Invalid(json.getString("message"));
      case "inputRequired" ->
          new InputRequired(json.getJsonObject("requests"), json.getString("state"));
      case "unavailable" -> new Unavailable(json.getString("message"));
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
    T found(Found outcome);

    T missing(Missing outcome);

    T invalid(Invalid outcome);

    T inputRequired(InputRequired outcome);

    T unavailable(Unavailable outcome);

    T failed(Failed outcome);
  }

  /**
   * What was asked for.
   *
   * @param result the MCP result of the method, without cache hints and {@code resultType}; a list
   *     may be a page of it, with {@code nextCursor}
   */
  record Found(JsonObject result) implements ContentOutcome {
    public Found {
      requireNonNull(result, "result is null");
    }

    @Override
    public JsonObject toJson() {
      return new JsonObject().put("outcome", "found").put("result", result);
    }

    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.found(this);
    }
  }

  /**
   * There is no such resource or prompt.
   *
   * @param what its URI or name
   */
  record Missing(String what) implements ContentOutcome {
    public Missing {
      requireNonNull(what, "what is null");
    }

    @Override
    public JsonObject toJson() {
      return new JsonObject().put("outcome", "missing").put("what", what);
    }

    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.missing(this);
    }
  }

  /**
   * The parameters are wrong.
   *
   * @param message what to change; safe to show
   */
  record Invalid(String message) implements ContentOutcome {
    public Invalid {
      requireNonNull(message, "message is null");
    }

    @Override
    public JsonObject toJson() {
      return new JsonObject().put("outcome", "invalid").put("message", message);
    }

    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.invalid(this);
    }
  }

  /**
   * The client must answer first; like {@link ToolOutcome.InputRequired}.
   *
   * @param requests by key: {@code {method, params}}
   * @param state to be handed back, or null
   */
  record InputRequired(JsonObject requests, String state) implements ContentOutcome {
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

  /**
   * Not now: the same request may work in a moment.
   *
   * @param message why; safe to show
   */
  record Unavailable(String message) implements ContentOutcome {
    public Unavailable {
      requireNonNull(message, "message is null");
    }

    @Override
    public JsonObject toJson() {
      return new JsonObject().put("outcome", "unavailable").put("message", message);
    }

    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.unavailable(this);
    }
  }

  /** A fault of ours, logged under the id. */
  record Failed(String correlationId) implements ContentOutcome {
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
