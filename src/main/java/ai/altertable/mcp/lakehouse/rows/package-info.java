/** Rows that are taken from an engine bit by bit, and the pages made of them. */
package ai.altertable.mcp.lakehouse.rows;
