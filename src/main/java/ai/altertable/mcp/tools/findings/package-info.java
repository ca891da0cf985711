/** Tools over discoveries. */
package ai.altertable.mcp.tools.findings;
