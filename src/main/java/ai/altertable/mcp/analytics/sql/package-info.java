/**
 * A small algebra of SQL: records that a dialect renders. Values reach SQL only as literal nodes
 * and names only as identifier nodes, both always quoted by the dialect.
 */
package ai.altertable.mcp.analytics.sql;
