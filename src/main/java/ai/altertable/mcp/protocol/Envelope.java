package ai.altertable.mcp.protocol;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/**
 * JSON-RPC messages of ours, encoded. The text holds no line break, so it fits an SSE data line.
 */
public final class Envelope {
  private static final String HEAD = "{\"jsonrpc\":\"2.0\",\"id\":";

  private Envelope() {}

  /**
   * A response.
   *
   * @param result the result object as JSON text
   */
  public static Buffer result(RequestId id, Buffer result) {
    String encodedId = id.encoded();
    return Buffer.buffer(HEAD.length() + encodedId.length() + result.length() + 16)
        .appendString(HEAD)
        .appendString(encodedId)
        .appendString(",\"result\":")
        .appendBuffer(result)
        .appendString("}");
  }

  /**
   * An error response.
   *
   * @param id null when the request's could not be read
   */
  public static Buffer error(RequestId id, RpcError error) {
    return Buffer.buffer(
        HEAD
            + (id == null ? "null" : id.encoded())
            + ",\"error\":"
            + error.toJson().encode()
            + "}");
  }

  public static Buffer request(RequestId id, String method, JsonObject params) {
    return new JsonObject()
        .put("jsonrpc", "2.0")
        .put("id", id.value())
        .put("method", method)
        .put("params", params)
        .toBuffer();
  }

  public static Buffer notification(String method, JsonObject params) {
    return new JsonObject()
        .put("jsonrpc", "2.0")
        .put("method", method)
        .put("params", params)
        .toBuffer();
  }
}
