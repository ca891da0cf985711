/**
 * Demo data: a shop simulated from a seed, so that every load on the same day is the same, and
 * streamed into an environment's database once. What it looks like is in {@code conf/demo}.
 */
package ai.altertable.mcp.lakehouse.demo;
