package ai.altertable.mcp.protocol.legacy;

import ai.altertable.mcp.protocol.ProtocolVersion;
import ai.altertable.mcp.protocol.RpcError;
import ai.altertable.mcp.protocol.RpcException;
import ai.altertable.mcp.protocol.ServerDescription;
import io.vertx.core.json.JsonObject;

/** The {@code initialize} request (revisions up to 2025-11-25, lifecycle). */
public final class Handshake {
  private Handshake() {}

  /**
   * The revision that a session speaks: the asked one if it is served, else the newest with a
   * handshake.
   *
   * @param params of {@code initialize}
   * @throws RpcException -32602 when no version is asked for
   */
  public static ProtocolVersion negotiate(JsonObject params) {
    if (!(params.getValue("protocolVersion") instanceof String asked)) {
      throw new RpcException(RpcError.invalidParams("protocolVersion must be a string"));
    }
    return ProtocolVersion.parse(asked)
        .filter(version -> !version.modern())
        .orElse(ProtocolVersion.NEWEST_LEGACY);
  }

  /** The client's capabilities object; empty when it sent none, or something else. */
  public static JsonObject capabilities(JsonObject params) {
    return params.getValue("capabilities") instanceof JsonObject declared
        ? declared
        : new JsonObject();
  }

  public static JsonObject result(ProtocolVersion version, ServerDescription server) {
    return new JsonObject()
        .put("protocolVersion", version.wire())
        .put("capabilities", server.capabilities())
        .put("serverInfo", server.introduction())
        .put("instructions", server.instructions());
  }
}
