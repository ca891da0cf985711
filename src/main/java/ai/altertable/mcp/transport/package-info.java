/**
 * The MCP endpoint over HTTP: streamable HTTP of every served revision, selection of the era, the
 * resource server's challenges and metadata. Tool calls leave over the event bus.
 */
package ai.altertable.mcp.transport;
