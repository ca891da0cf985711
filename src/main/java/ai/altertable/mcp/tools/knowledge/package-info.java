/** Tools over knowledge entries. */
package ai.altertable.mcp.tools.knowledge;
