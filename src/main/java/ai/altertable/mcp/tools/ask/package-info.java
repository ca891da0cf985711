/** The tool that asks a model, which looks for the answer with the reading tools. */
package ai.altertable.mcp.tools.ask;
