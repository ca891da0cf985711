/**
 * Sessions of the handshake era. A session id is a signed statement, so that every node knows every
 * session, restarts included, and an idle one costs nothing.
 */
package ai.altertable.mcp.transport.session;
