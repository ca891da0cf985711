/** How rows and other stored text become answers: compact, within budgets, fenced as data. */
package ai.altertable.mcp.tools.result;
