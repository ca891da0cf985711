/** Asking people before something broad happens. */
package ai.altertable.mcp.tools.confirm;
