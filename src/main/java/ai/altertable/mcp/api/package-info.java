/**
 * The administration API: the services of the room {@code administration} over HTTP and JSON, by a
 * contract (OpenAPI 3.1) that is written first and served as it is.
 */
package ai.altertable.mcp.api;
