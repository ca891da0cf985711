package ai.altertable.mcp.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * How a run is done; from system properties {@code bench.*}.
 *
 * @param quick whether a short form will do
 * @param enforce whether a missed mark fails the run
 * @param pinned whether servers get one core and the load another
 * @param era the wire that is measured ({@code bench.era})
 * @param rounds measured rounds of each operation on each server
 * @param round how long a round lasts
 * @param warmUp load of each operation on each server before the first round of any
 * @param warmStarts how often the start on an existing data folder is timed
 * @param connections kept alive by the load
 * @param tokens different access tokens that the connections present in turn
 * @param only part of the names of the operations to measure ({@code bench.only}); empty for all;
 *     {@code funnel} measures funnels instead, {@code flow} authorization flows, {@code nodes} and
 *     {@code faults} see what several nodes and faults do
 * @param memory whether memory is measured instead of speed ({@code bench.memory})
 */
record Settings(
    boolean quick,
    boolean enforce,
    boolean pinned,
    McpSession.Era era,
    int rounds,
    Duration round,
    Duration warmUp,
    int warmStarts,
    int connections,
    int tokens,
    String only,
    boolean memory) {

  static Settings fromSystemProperties() {
    boolean quick = Boolean.getBoolean("bench.short");
    boolean canPin =
        Runtime.getRuntime().availableProcessors() > 1
            && Files.isExecutable(Path.of("/usr/bin/taskset"));
    return new Settings(
        quick,
        Boolean.getBoolean("bench.enforce"),
        canPin && Boolean.parseBoolean(System.getProperty("bench.pin", "true")),
        McpSession.Era.valueOf(
            System.getProperty("bench.era", "handshake").toUpperCase(Locale.ROOT)),
        quick ? 1 : 3,
        Duration.ofSeconds(quick ? 3 : 5),
        Duration.ofSeconds(quick ? 5 : 25),
        quick ? 1 : 3,
        64,
        8,
        System.getProperty("bench.only", ""),
        Boolean.getBoolean("bench.memory"));
  }

  /** Whether promises are watched instead of speed: a broken one always fails the run. */
  boolean promises() {
    return boards().contains(NodesBoard.NAME) || boards().contains(FaultsBoard.NAME);
  }

  /** What {@code bench.only} lists. */
  List<String> boards() {
    return List.of(only.split(","));
  }

  /** Whether what is missed fails the run. */
  boolean enforced() {
    return enforce || promises();
  }
}
