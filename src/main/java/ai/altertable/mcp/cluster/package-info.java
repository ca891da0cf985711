/**
 * Nodes with other roles: how an endpoint reaches tools that run elsewhere, and how those who run
 * them come and go.
 */
package ai.altertable.mcp.cluster;
