package ai.altertable.mcp.transport;

import ai.altertable.mcp.protocol.ErrorCode;
import ai.altertable.mcp.protocol.Meta;
import ai.altertable.mcp.protocol.RpcError;
import io.vertx.core.json.JsonObject;

/** The extension by which long calls go on as tasks (SEP-2663), declared with each request. */
final class TasksExtension {
  static final String ID = "io.modelcontextprotocol/tasks";

  private static final String EXTENSIONS = "extensions";

  private TasksExtension() {}

  /** Whether the client declared, on this very request, that it knows tasks. */
  static boolean declared(Exchange exchange) {
    return exchange.modern()
        && exchange.request().meta().getValue(Meta.CLIENT_CAPABILITIES)
            instanceof JsonObject capabilities
        && capabilities.getValue(EXTENSIONS) instanceof JsonObject extensions
        && extensions.containsKey(ID);
  }

  /**
   * @throws Rejection -32021 when the client did not declare the extension
   */
  static void require(Exchange exchange) {
    if (!declared(exchange)) {
      throw Rejection.badRequest(
          new RpcError(
              ErrorCode.MISSING_CLIENT_CAPABILITY,
              "this needs the extension " + ID + ", which the client did not declare",
              new JsonObject().put("requiredCapabilities", capability())));
    }
  }

  /** A capabilities object that declares the extension; it has no settings. */
  static JsonObject capability() {
    return new JsonObject().put(EXTENSIONS, new JsonObject().put(ID, new JsonObject()));
  }
}
