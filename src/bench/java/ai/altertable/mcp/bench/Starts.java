package ai.altertable.mcp.bench;

import java.time.Duration;

/**
 * How the product starts, on all cores and beside nothing else.
 *
 * @param cold to ready on an empty data folder: database created, demo data loaded
 * @param warm to ready on an existing data folder; median
 * @param serverKib memory of the idle server, resident
 * @param databaseKib memory of its idle embedded database, shared pages counted once
 */
record Starts(Duration cold, Duration warm, long serverKib, long databaseKib) {}
