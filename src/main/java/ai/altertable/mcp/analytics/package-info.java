/**
 * What analysts define: events, semantic models, insights; and how a definition becomes SQL. Knows
 * nothing of MCP and runs nothing.
 */
package ai.altertable.mcp.analytics;
