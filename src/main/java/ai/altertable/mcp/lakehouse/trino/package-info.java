/** Statements on Trino clusters, by Trino's own HTTP protocol. */
package ai.altertable.mcp.lakehouse.trino;
