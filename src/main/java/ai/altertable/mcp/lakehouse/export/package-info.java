/** Whole results, streamed to whoever holds a link that is good once. */
package ai.altertable.mcp.lakehouse.export;
