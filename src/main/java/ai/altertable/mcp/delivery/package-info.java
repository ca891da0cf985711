/** Brings notifications to people outside the app: channels, an outbox, e-mail and webhooks. */
package ai.altertable.mcp.delivery;
