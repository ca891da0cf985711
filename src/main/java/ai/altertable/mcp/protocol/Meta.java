package ai.altertable.mcp.protocol;

import ai.altertable.mcp.bus.TraceContext;
import io.vertx.core.json.JsonObject;

/** Keys of {@code _meta}. */
public final class Meta {
  public static final String META = "_meta";
  public static final String PROGRESS_TOKEN = "progressToken";
  public static final String PROTOCOL_VERSION = "io.modelcontextprotocol/protocolVersion";
  public static final String CLIENT_CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";
  public static final String LOG_LEVEL = "io.modelcontextprotocol/logLevel";
  public static final String SUBSCRIPTION_ID = "io.modelcontextprotocol/subscriptionId";
  public static final String SERVER_INFO = "io.modelcontextprotocol/serverInfo";

  private static final JsonObject NONE = new JsonObject();

  private Meta() {}

  /** The trace that a request belongs to (MCP, base protocol, trace context). */
  public static TraceContext trace(JsonObject meta) {
    return meta.isEmpty()
        ? TraceContext.NONE
        : TraceContext.read(
            meta.getValue("traceparent"), meta.getValue("tracestate"), meta.getValue("baggage"));
  }

  /** The {@code _meta} of params, empty when there is none. Not to be changed. */
  public static JsonObject of(JsonObject params) {
    return params.getValue(META) instanceof JsonObject meta ? meta : NONE;
  }
}
