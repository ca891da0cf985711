/**
 * Calls that outlive their request (MCP extension {@code io.modelcontextprotocol/tasks}): kept in
 * the database, run by whichever node has them, found again from every node. Behind the event bus.
 */
package ai.altertable.mcp.tasks;
