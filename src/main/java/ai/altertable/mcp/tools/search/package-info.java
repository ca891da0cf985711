/** Finding things by words, whatever their kind. */
package ai.altertable.mcp.tools.search;
