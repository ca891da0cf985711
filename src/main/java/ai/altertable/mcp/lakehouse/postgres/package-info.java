/**
 * The {@code postgres} engine: one database per environment, made at first use, read through
 * cursors by a role that can do nothing else.
 */
package ai.altertable.mcp.lakehouse.postgres;
