/**
 * The resource server's half of OAuth: what an access token presented at the MCP endpoint is worth.
 */
package ai.altertable.mcp.oauth.resource;
