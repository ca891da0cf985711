package ai.altertable.mcp.bench;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Several nodes of the product, as processes, behind a plain balancer on one PostgreSQL: they start
 * together on an empty database, are restarted one by one under load, one is killed, and access
 * that is revoked at one ends at all, streams that stand there too. Prints a table, and what
 * promises were broken.
 */
final class NodesBoard {
  static final String NAME = "nodes";

  private static final int CLIENTS_OF_AN_ERA = 2;
  private static final int SHOWN = 5;
  private static final Duration LONGEST_REVOCATION = Duration.ofSeconds(1);

  /** The short form runs where other work is. */
  private static final Duration LONGEST_IN_SHORT = Duration.ofSeconds(10);

  private static final Duration GIVE_UP = Duration.ofSeconds(20);
  private static final Duration SETTLED = Duration.ofSeconds(2);

  private final Vertx vertx;
  private final Path folder;
  private final boolean quick;
  private final Duration longestRevocation;
  private final List<String> rows = new ArrayList<>();
  private final List<String> broken = new ArrayList<>();

  /**
   * @param quick without three nodes, and without a mark for time
   */
  NodesBoard(Vertx vertx, Path folder, boolean quick) {
    this.vertx = vertx;
    this.folder = folder;
    this.quick = quick;
    this.longestRevocation = quick ? LONGEST_IN_SHORT : LONGEST_REVOCATION;
  }

  /** Returns whether all promises were kept. */
  boolean run() throws Exception {
    equalNodes(2);
    splitRoles();
    if (!quick) {
      equalNodes(3);
    }
    System.out.println(table());
    broken.forEach(promise -> System.err.println("broken: " + promise));
    return broken.isEmpty();
  }

  /** Nodes that share nothing but the database, each with all roles. */
  private void equalNodes(int count) throws Exception {
    String name = count + " equal nodes";
    try (Fleet fleet = new Fleet(vertx, folder.resolve("equal" + count))) {
      for (int i = 0; i < count; i++) {
        fleet.add(Map.of());
      }
      start(name, fleet, fleet.nodes());
      List<McpSession> sessions = fleet.sessions(CLIENTS_OF_AN_ERA);
      rollingRestart(name, fleet, sessions);
      revocation(name, fleet, fleet.nodes());
      // What the dead one was doing ends with it.
      kill(name, fleet, sessions, fleet.nodes().get(0), new Loss(sessions.size(), 0));
    }
  }

  /** Two endpoints without tools and two nodes with nothing else, over Hazelcast. */
  private void splitRoles() throws Exception {
    String name = "2 endpoints, 2 tools";
    try (Fleet fleet = new Fleet(vertx, folder.resolve("split"))) {
      List<FleetNode> endpoints = fleet.addSplit(2, 2);
      start(name, fleet, endpoints);
      List<McpSession> sessions = fleet.sessions(CLIENTS_OF_AN_ERA);
      rollingRestart(name, fleet, sessions);
      revocation(name, fleet, endpoints);
      // Reading calls start anew elsewhere, writing ones must not.
      kill(name, fleet, sessions, fleet.nodes().get(2), new Loss(0, sessions.size()));
    }
  }

  private void start(String name, Fleet fleet, List<FleetNode> endpoints) {
    long started = System.nanoTime();
    fleet.start(endpoints);
    Duration took = Duration.ofNanos(System.nanoTime() - started);
    add(
        format(
            "| %s | all start at once on an empty database | | 0 | | | | | %.1f |", name, s(took)));
  }

  private void rollingRestart(String name, Fleet fleet, List<McpSession> sessions)
      throws Exception {
    SteadyLoad load = SteadyLoad.begin(fleet.endpoint(), sessions);
    for (FleetNode node : fleet.nodes()) {
      node.restart();
    }
    report(name, "each restarted in turn, both eras", fleet, load.end(), Loss.NONE);
  }

  /**
   * @param loss of clients who have one call under way each
   */
  private void kill(String name, Fleet fleet, List<McpSession> sessions, FleetNode node, Loss loss)
      throws Exception {
    SteadyLoad load = SteadyLoad.begin(fleet.endpoint(), sessions);
    FleetNode survivor = fleet.nodes().get(fleet.nodes().size() - 1);
    survivor.runFor(SETTLED);
    node.kill();
    survivor.runFor(SETTLED);
    report(name, node.name() + " killed (-9)", fleet, load.end(), loss);
  }

  /** Access given back at the app ends at every endpoint, and so do the streams opened with it. */
  private void revocation(String name, Fleet fleet, List<FleetNode> endpoints) throws Exception {
    OAuthLogin login = new OAuthLogin(fleet.endpoint());
    OAuthLogin.Login access = login.login(Product.EMAIL, Product.PASSWORD);
    // One session of the handshake era: known to the node it was opened at, and to the others.
    McpSession session =
        McpSession.open(fleet.endpoint(), McpSession.Era.HANDSHAKE, access.accessToken());
    List<StandingStream> streams = new ArrayList<>();
    for (FleetNode node : endpoints) {
      session.answer(node.endpoint(), Operation.toolsList(1));
      streams.add(StandingStream.open(node.endpoint(), session.headers()));
    }
    long started = System.nanoTime();
    login.revoke(access);
    int calls = 0;
    for (FleetNode node : endpoints) {
      while (accepts(session, node)) {
        calls++;
        if (System.nanoTime() - started > GIVE_UP.toNanos()) {
          throw new IOException(node.name() + " still accepts what was revoked");
        }
      }
    }
    for (StandingStream stream : streams) {
      if (!stream.endsWithin(GIVE_UP)) {
        throw new IOException("a stream outlives the access it was opened with");
      }
      stream.close();
    }
    Duration took = Duration.ofNanos(System.nanoTime() - started);
    if (took.compareTo(longestRevocation) > 0) {
      broken.add(name + ": revoked access lived for " + took);
    }
    add(
        format(
            "| %s | revoked at one: refused at all, streams at each ended | %d | 0 | | | | | %.2f |",
            name, calls, s(took)));
  }

  private static boolean accepts(McpSession session, FleetNode node) throws InterruptedException {
    try {
      session.answer(node.endpoint(), Operation.toolsList(1));
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  private void report(String name, String what, Fleet fleet, SteadyLoad.Outcome outcome, Loss loss)
      throws SQLException {
    Witness witness = new Witness(fleet.access());
    int missing = witness.notRecorded(outcome.recorded());
    int lost = witness.notKept(outcome.written());
    add(
        format(
            "| %s | %s | %d | %d | %d | %d | %d | %.2f | %.2f |",
            name,
            what,
            outcome.calls(),
            outcome.failures().size(),
            outcome.unknown(),
            missing,
            lost,
            s(outcome.p99()),
            s(outcome.longest())));
    String where = name + ", " + what + ": ";
    if (outcome.failures().size() > loss.failed() || outcome.unknown() > loss.unknown()) {
      broken.add(
          where
              + outcome.unknown()
              + " of unknown end, "
              + outcome.failures().size()
              + " failed: "
              + outcome.failures().stream().distinct().limit(SHOWN).toList());
    }
    if (missing > 0 || lost > 0) {
      broken.add(where + "answered, but not in the audit log " + missing + ", not kept " + lost);
    }
    if (outcome.recorded().isEmpty()) {
      broken.add(where + "no call went well");
    }
  }

  /** Seen at once too: a long run may end before its table. */
  private void add(String row) {
    rows.add(row);
    System.err.println(row);
  }

  private String table() {
    return "| nodes | what happens | calls | failed | of unknown end | audit rows missing |"
        + " writes lost | p99 s | longest s |\n"
        + "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n"
        + String.join("\n", rows)
        + "\n";
  }

  /**
   * What may go wrong.
   *
   * @param failed calls that get no answer
   * @param unknown calls that are told that nobody knows whether they were done
   */
  private record Loss(int failed, int unknown) {
    static final Loss NONE = new Loss(0, 0);
  }

  private static double s(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
