/** Tools over notifications. */
package ai.altertable.mcp.tools.notify;
