/**
 * Fetches what clients publish about themselves. The addresses come from strangers, so this is
 * where the server is kept from being sent against its own network (SSRF).
 */
package ai.altertable.mcp.oauth.fetch;
