/**
 * The OAuth 2.1 authorization server. {@code policy} holds the rules, {@code client}, {@code grant}
 * and {@code token} what they are applied to, {@code http} the endpoints; {@code resource} is the
 * other half, which the MCP endpoint uses.
 */
package ai.altertable.mcp.oauth;
