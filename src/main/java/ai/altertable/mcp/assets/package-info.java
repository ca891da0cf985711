/**
 * Stores of what people and agents save in an environment: semantic models, insights, dashboards,
 * discoveries, notifications, memories, knowledge. Every statement runs inside {@link
 * ai.altertable.mcp.platform.PlatformDatabase#inEnvironment}, so row-level security binds it.
 */
package ai.altertable.mcp.assets;
