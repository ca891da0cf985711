package ai.altertable.mcp.bench;

import java.time.Duration;

/**
 * How the product starts, on all cores and beside nothing else.
 *
 * @param cold to ready on an empty data folder: database created, demo data loaded
 * @param warm to ready on an existing data folder; median
 * @param archived the same with the classes of an earlier start in an archive, as in the container
 * @param serverKib memory of the idle server, resident
 * @param databaseKib memory of its idle embedded database, shared pages counted once
 */
record Starts(Duration cold, Duration warm, Duration archived, long serverKib, long databaseKib) {}
