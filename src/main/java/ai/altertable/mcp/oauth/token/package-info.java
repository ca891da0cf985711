/** Access tokens (RFC 9068) and the keys that sign them. */
package ai.altertable.mcp.oauth.token;
