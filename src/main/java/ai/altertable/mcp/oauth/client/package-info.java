/** OAuth clients: their registration (RFC 7591), their store, and how they authenticate. */
package ai.altertable.mcp.oauth.client;
