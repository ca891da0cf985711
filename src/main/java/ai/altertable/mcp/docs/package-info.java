/** The product's own documentation: pages that are shipped, to be shown, read and searched. */
package ai.altertable.mcp.docs;
