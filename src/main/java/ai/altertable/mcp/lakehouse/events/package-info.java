/** The tables of product events in an environment's database, and how they are written. */
package ai.altertable.mcp.lakehouse.events;
