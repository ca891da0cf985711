/** Takes product events in: keys, checks, a bounded queue, and answers after the commit. */
package ai.altertable.mcp.ingest;
