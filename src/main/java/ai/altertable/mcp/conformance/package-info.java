/**
 * The tools, resources and prompts that the public MCP conformance suite expects of a server under
 * test. Behind the event bus like the product's own, and only there under {@code
 * conformance.enabled}.
 */
package ai.altertable.mcp.conformance;
