/**
 * Engines that run an environment's SQL, and the bounds they run it in. Knows nothing of MCP: takes
 * a tenant and a statement, gives rows or a {@link ai.altertable.mcp.lakehouse.QueryFault}.
 */
package ai.altertable.mcp.lakehouse;
