/** Tools over dashboards. */
package ai.altertable.mcp.tools.dashboards;
