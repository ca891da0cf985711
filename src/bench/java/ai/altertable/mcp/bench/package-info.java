/**
 * The benchmark: the product beside a bare Vert.x server that does the least any server would have
 * to do for the same answers, both under the same load.
 */
package ai.altertable.mcp.bench;
