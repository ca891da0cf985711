/** Spans of what a node does, for a collector of OpenTelemetry; nothing of it without one. */
package ai.altertable.mcp.platform.tracing;
