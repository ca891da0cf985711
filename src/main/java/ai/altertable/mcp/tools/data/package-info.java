/** Tools over catalogs, statements, results and events. */
package ai.altertable.mcp.tools.data;
