package ai.altertable.mcp.config;

/** What a node does; a node may have several roles ({@code roles}). */
public enum Role {
  /** Serves the MCP endpoint. */
  MCP,
  /** Serves the authorization server, sign-in, consent and the console. */
  APP,
  /** Runs tool calls. */
  TOOLS,
  /** Takes product events in. */
  INGEST
}
