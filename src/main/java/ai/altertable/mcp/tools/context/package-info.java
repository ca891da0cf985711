/** Tools about the session, the documentation, and everything at once. */
package ai.altertable.mcp.tools.context;
