/**
 * The administration of organizations, one class a subject, used by the console and by the API
 * alike. Every method takes the one who asks and checks by itself what that one may do, so that
 * neither front can forget it.
 */
package ai.altertable.mcp.administration;
