/**
 * Charts: what an executed insight looks like, as a small model, and its drawings. Knows how
 * insights are defined and what rows are, never who asks.
 */
package ai.altertable.mcp.charts;
