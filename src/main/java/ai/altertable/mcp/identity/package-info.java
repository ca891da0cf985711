/**
 * Who may reach what: users, organizations, environments, roles, passwords and browser sessions.
 * Knows nothing of OAuth.
 */
package ai.altertable.mcp.identity;
