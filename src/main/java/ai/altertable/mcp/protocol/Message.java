package ai.altertable.mcp.protocol;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;

/** One JSON-RPC message that a client sent. */
public sealed interface Message {

  /**
   * Wants exactly one response.
   *
   * @param params never null, maybe empty
   */
  record Request(RequestId id, String method, JsonObject params) implements Message {
    public Request {
      requireNonNull(id, "id is null");
      requireNonNull(method, "method is null");
      requireNonNull(params, "params is null");
    }

    /** The request's {@code _meta}, empty when it has none. */
    public JsonObject meta() {
      return Meta.of(params);
    }
  }

  /**
   * Wants no response.
   *
   * @param params never null, maybe empty
   */
  record Notification(String method, JsonObject params) implements Message {
    public Notification {
      requireNonNull(method, "method is null");
      requireNonNull(params, "params is null");
    }
  }

  /**
   * Answers a request of ours.
   *
   * @param result or null when it is an error
   * @param error or null when it is a result
   */
  record Response(RequestId id, JsonObject result, JsonObject error) implements Message {
    public Response {
      requireNonNull(id, "id is null");
    }
  }
}
