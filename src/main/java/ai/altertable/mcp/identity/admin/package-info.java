/**
 * The administration of an organization: members, invitations, environments, policy and what was
 * recorded. Every method takes who asks, and checks by itself that they are an administrator there.
 */
package ai.altertable.mcp.identity.admin;
