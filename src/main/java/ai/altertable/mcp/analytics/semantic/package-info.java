/** Semantic models: what the columns of a table mean. */
package ai.altertable.mcp.analytics.semantic;
