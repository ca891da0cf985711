package ai.altertable.mcp.transport;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.protocol.ErrorCode;
import ai.altertable.mcp.protocol.RpcError;
import java.util.Map;

/**
 * A request is answered with an HTTP status and a JSON-RPC error. Carries no stack: it is an
 * answer, not a fault.
 */
final class Rejection extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient RpcError error;
  private final transient Map<String, String> headers;

  /**
   * @param status HTTP status
   * @param headers to be sent with it
   */
  Rejection(int status, RpcError error, Map<String, String> headers) {
    super(requireNonNull(error, "error is null").message(), null, false, false);
    this.status = status;
    this.error = error;
    this.headers = Map.copyOf(headers);
  }

  Rejection(int status, RpcError error) {
    this(status, error, Map.of());
  }

  /** For HTTP's own errors: the status is the error code, outside JSON-RPC's reserved range. */
  static Rejection http(int status, String message) {
    return new Rejection(status, RpcError.of(status, message));
  }

  /** 400 for a message that breaks a rule of JSON-RPC or MCP. */
  static Rejection badRequest(RpcError error) {
    return new Rejection(400, error);
  }

  static Rejection badRequest(String message) {
    return badRequest(RpcError.invalidRequest(message));
  }

  static Rejection headerMismatch(String message) {
    return badRequest(RpcError.of(ErrorCode.HEADER_MISMATCH, message));
  }

  static Rejection retryAfter(int status, int seconds, String message) {
    return new Rejection(
        status, RpcError.of(status, message), Map.of("Retry-After", Integer.toString(seconds)));
  }

  int status() {
    return status;
  }

  RpcError error() {
    return error;
  }

  Map<String, String> headers() {
    return headers;
  }
}
