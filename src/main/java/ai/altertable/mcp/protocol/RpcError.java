package ai.altertable.mcp.protocol;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;

/**
 * A JSON-RPC error object (JSON-RPC 2.0 section 5.1).
 *
 * @param code one of {@link ErrorCode}, or our own outside the reserved range
 * @param message what went wrong and what to do; safe to show
 * @param data more for machines, or null
 */
public record RpcError(int code, String message, JsonObject data) {
  public RpcError {
    requireNonNull(message, "message is null");
  }

  public static RpcError of(int code, String message) {
    return new RpcError(code, message, null);
  }

  public static RpcError invalidRequest(String message) {
    return of(ErrorCode.INVALID_REQUEST, message);
  }

  public static RpcError invalidParams(String message) {
    return of(ErrorCode.INVALID_PARAMS, message);
  }

  public static RpcError methodNotFound(String method) {
    return of(ErrorCode.METHOD_NOT_FOUND, "method not found: " + method);
  }

  /** A fault of ours, known to the client by its correlation id alone. */
  public static RpcError internal(String correlationId) {
    return new RpcError(
        ErrorCode.INTERNAL_ERROR,
        "internal error, logged as " + correlationId,
        new JsonObject().put("correlationId", correlationId));
  }

  public JsonObject toJson() {
    JsonObject json = new JsonObject().put("code", code).put("message", message);
    return data == null ? json : json.put("data", data);
  }
}
