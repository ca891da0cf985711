/** The authorization server's HTTP endpoints, and what they share with the pages. */
package ai.altertable.mcp.oauth.http;
