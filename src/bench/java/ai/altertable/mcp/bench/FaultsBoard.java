package ai.altertable.mcp.bench;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Faults, one after the other, under load of both eras: one endpoint, two nodes with tools, one
 * PostgreSQL behind a cable. After each, calls must go well again, every answered call must be in
 * the audit log, and nothing may be left open. Prints a table, and what promises were broken.
 */
final class FaultsBoard {
  static final String NAME = "faults";

  private static final int CLIENTS_OF_AN_ERA = 2;
  private static final int SHOWN = 5;
  private static final Duration GIVE_UP = Duration.ofSeconds(90);

  /**
   * A call that is not slow; times the median before any fault, but not less than half a second.
   */
  private static final int SLOW = 20;

  private static final Duration NEVER_SLOW = Duration.ofMillis(500);

  /** From the end of a fault until calls go well again. */
  private static final Duration SETTLE = Duration.ofSeconds(5);

  /** The short form runs where other work is: it times nothing. */
  private static final Duration NO_HURRY = Duration.ofSeconds(30);

  private static final Duration SOAK = Duration.ofMinutes(15);

  private final Vertx vertx;
  private final Path folder;
  private final List<String> rows = new ArrayList<>();
  private final List<String> broken = new ArrayList<>();

  FaultsBoard(Vertx vertx, Path folder) {
    this.vertx = vertx;
    this.folder = folder;
  }

  /**
   * Returns whether all promises were kept.
   *
   * @param quick each fault once; else all of them in turn for a quarter of an hour
   */
  boolean run(boolean quick) throws Exception {
    try (Fleet fleet = new Fleet(vertx, folder.resolve("fleet"))) {
      fleet(fleet, quick);
    }
    fullDisk();
    add("| clock jump | skipped: a process cannot be given a clock of its own here | | | | | | |");
    System.out.println(table());
    broken.forEach(promise -> System.err.println("broken: " + promise));
    return broken.isEmpty();
  }

  private void fleet(Fleet fleet, boolean quick) throws Exception {
    fleet.start(fleet.addSplit(1, 2));
    List<McpSession> sessions = fleet.sessions(CLIENTS_OF_AN_ERA);
    Duration slow = quick ? NO_HURRY : slow(fleet, sessions);
    Duration settle = quick ? GIVE_UP : SETTLE;
    OpenFiles files = new OpenFiles(fleet.nodes());
    long end = System.nanoTime() + SOAK.toNanos();
    do {
      for (Fault fault : Fault.all()) {
        one(fault, fleet, sessions, new Patience(slow, settle), files);
      }
    } while (System.nanoTime() < end && !quick);
  }

  private static Duration slow(Fleet fleet, List<McpSession> sessions) throws Exception {
    SteadyLoad load = SteadyLoad.begin(fleet.endpoint(), sessions);
    load.settled(GIVE_UP, GIVE_UP);
    fleet.nodes().get(0).runFor(Duration.ofSeconds(3));
    Duration usual = load.end().median().multipliedBy(SLOW);
    return usual.compareTo(NEVER_SLOW) < 0 ? NEVER_SLOW : usual;
  }

  private void one(
      Fault fault, Fleet fleet, List<McpSession> sessions, Patience patience, OpenFiles files)
      throws Exception {
    Witness witness = new Witness(fleet.access());
    SteadyLoad load = SteadyLoad.begin(fleet.endpoint(), sessions);
    fault.happen().accept(fleet, sessions);
    Optional<Duration> settled = load.settled(patience.slow(), GIVE_UP);
    int until = load.failures();
    fleet.nodes().get(0).runFor(Duration.ofSeconds(1));
    SteadyLoad.Outcome outcome = load.end();
    int later = outcome.failures().size() + outcome.unknown() - until;
    int missing = witness.notRecorded(outcome.recorded());
    int lost = witness.notKept(outcome.written());
    String left = files.and(witness.leftOpen());
    add(
        String.format(
            Locale.ROOT,
            "| %s | %d | %d | %d | %s | %d | %d | %s |",
            fault.name(),
            outcome.calls(),
            until,
            later,
            settled
                .map(time -> String.format(Locale.ROOT, "%.1f", time.toMillis() / 1000.0))
                .orElse("never"),
            missing,
            lost,
            left));
    if (lost > 0) {
      broken.add(fault.name() + ": writes that were answered are gone: " + lost);
    }
    judge(fault, patience.settle(), settled, later, missing, left, outcome);
  }

  /**
   * How long things may take.
   *
   * @param slow a call that is slow
   * @param settle from the end of a fault until no call is
   */
  private record Patience(Duration slow, Duration settle) {}

  private void judge(
      Fault fault,
      Duration settle,
      Optional<Duration> settled,
      int later,
      int missing,
      String left,
      SteadyLoad.Outcome outcome) {
    if (settled.filter(time -> time.compareTo(settle) <= 0).isEmpty()) {
      broken.add(fault.name() + ": calls did not go well again within " + settle);
    }
    if (later > 0) {
      broken.add(fault.name() + ": calls failed afterwards: " + shown(outcome.failures()));
    }
    if (missing > 0) {
      broken.add(fault.name() + ": answered calls are not in the audit log: " + missing);
    }
    if (!left.equals("nothing")) {
      broken.add(fault.name() + ": left open: " + left);
    }
  }

  private void fullDisk() throws Exception {
    try (FullDisk disk = new FullDisk(folder.resolve("small"))) {
      if (!disk.mounted()) {
        System.err.println("SKIPPED: disk full; it takes root and a tmpfs of its own");
        add("| disk full, embedded database | skipped: needs root | | | | | | |");
        return;
      }
      FullDisk.Outcome outcome = disk.run();
      add(
          String.format(
              Locale.ROOT,
              "| disk full, embedded database | %d | %d | %d | %.1f | %d | | nothing |",
              outcome.calls(),
              outcome.failedFull(),
              outcome.failedAfter(),
              outcome.settled().toMillis() / 1000.0,
              outcome.missing()));
      if (outcome.failedAfter() > 0 || outcome.missing() > 0) {
        broken.add("disk full: " + outcome);
      }
    }
  }

  private static List<String> shown(List<String> failures) {
    return failures.stream().distinct().limit(SHOWN).toList();
  }

  /** Seen at once too: a long run may end before its table. */
  private void add(String row) {
    rows.add(row);
    System.err.println(row);
  }

  private String table() {
    return "| fault | calls | failed meanwhile | failed after | well again s | audit rows missing | writes lost |"
        + " left open |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |\n"
        + String.join("\n", rows)
        + "\n";
  }
}
