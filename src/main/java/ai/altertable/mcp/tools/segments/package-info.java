/** Tools over saved segments of users. */
package ai.altertable.mcp.tools.segments;
