/** Which catalog a statement goes to, by the names that it writes. */
package ai.altertable.mcp.lakehouse.routing;
