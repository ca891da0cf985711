/** External catalogs of an environment: what they are, who may reach what, and news of changes. */
package ai.altertable.mcp.lakehouse.connection;
