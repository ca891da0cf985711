/** Tools over semantic models. */
package ai.altertable.mcp.tools.models;
