/** What only the handshake era (revisions up to 2025-11-25) needs; to be deleted with it. */
package ai.altertable.mcp.protocol.legacy;
