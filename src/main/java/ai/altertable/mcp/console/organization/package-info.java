/**
 * The console's pages about organizations and environments, and the frame around them. What a user
 * may do is not decided here but by the services of the room {@code administration}.
 */
package ai.altertable.mcp.console.organization;
