/** Resources, prompts and completions, each built from what the caller's environment holds. */
package ai.altertable.mcp.tools.content;
