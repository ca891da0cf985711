/**
 * JSON-RPC 2.0 and MCP as records and codes, for every protocol revision that is served; knows
 * nothing of HTTP. What only revisions up to 2025-11-25 need is fenced off in {@code
 * protocol.legacy}.
 */
package ai.altertable.mcp.protocol;
