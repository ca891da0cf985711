/** Tools over insights, and how an insight is run. */
package ai.altertable.mcp.tools.insights;
