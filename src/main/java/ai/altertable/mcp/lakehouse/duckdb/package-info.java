/** Folders of files as tables, read by DuckDB inside this process, which sees nothing else. */
package ai.altertable.mcp.lakehouse.duckdb;
