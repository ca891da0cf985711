/** Fills a demo environment with saved things over its demo data. */
package ai.altertable.mcp.tools.demo;
