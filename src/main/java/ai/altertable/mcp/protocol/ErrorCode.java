package ai.altertable.mcp.protocol;

/**
 * Error codes of JSON-RPC 2.0 (section 5.1) and of MCP. Codes of our own lie outside the reserved
 * range -32768 … -32000.
 */
public final class ErrorCode {
  public static final int PARSE_ERROR = -32700;
  public static final int INVALID_REQUEST = -32600;
  public static final int METHOD_NOT_FOUND = -32601;
  public static final int INVALID_PARAMS = -32602;
  public static final int INTERNAL_ERROR = -32603;

  /** MCP 2026-07-28: a mirrored HTTP header is missing or differs from the body. */
  public static final int HEADER_MISMATCH = -32020;

  /** MCP 2026-07-28: the request needs a capability that the client did not declare. */
  public static final int MISSING_CLIENT_CAPABILITY = -32021;

  /** MCP 2026-07-28: the protocol version is not served. */
  public static final int UNSUPPORTED_PROTOCOL_VERSION = -32022;

  /** Revisions up to 2025-11-25: no such resource. */
  public static final int RESOURCE_NOT_FOUND = -32002;

  private ErrorCode() {}
}
