/**
 * What was sent on event streams of the handshake era, kept for a while and within bounds, so that
 * a client that lost its connection can have the rest (transports, resumability). Knows no HTTP.
 */
package ai.altertable.mcp.transport.replay;
