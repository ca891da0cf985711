/**
 * The tools: what each is called, takes, does and answers. Knows nothing of HTTP; runs behind the
 * event bus.
 */
package ai.altertable.mcp.tools;
