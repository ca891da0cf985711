/** Tools over memories. */
package ai.altertable.mcp.tools.memory;
