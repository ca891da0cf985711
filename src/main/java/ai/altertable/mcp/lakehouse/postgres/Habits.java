package ai.altertable.mcp.lakehouse.postgres;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What frames the transactions of a pool's connections.
 *
 * @param begin opens the first transaction of a connection
 * @param beginNext ends the one before and opens another
 * @param end ends a transaction
 * @param timeout of a statement, set when the connection is opened
 */
record Habits(
    List<FrameStatement> begin,
    List<FrameStatement> beginNext,
    List<FrameStatement> end,
    Duration timeout) {

  private static final String BEGIN = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
  private static final String ROLLBACK = "ROLLBACK";

  /** Session-level advisory locks: the one thing that a rollback leaves behind. */
  private static final String UNLOCK = "SELECT pg_catalog.pg_advisory_unlock_all()";

  /**
   * Of a database that is ours, sessions too: set when the connection is opened, parsed once.
   *
   * @param locks whether a query can take advisory locks
   */
  static Habits ofManaged(boolean locks, Duration timeout) {
    return of(
        List.of(FrameStatement.kept("begin", BEGIN)),
        FrameStatement.kept("rollback", ROLLBACK),
        locks ? List.of(FrameStatement.kept("unlock", UNLOCK)) : List.of(),
        timeout);
  }

  /**
   * On a server of somebody else, settings last for a transaction: a pooler between it and us takes
   * few of them at the start of a session, and may lend the session to others.
   */
  static Habits ofForeign(Map<String, String> settings, boolean locks, Duration timeout) {
    Stream<String> set =
        settings.entrySet().stream()
            .filter(setting -> !setting.getKey().equals("client_encoding"))
            .map(setting -> "SET LOCAL " + setting.getKey() + "='" + setting.getValue() + "'");
    return of(
        Stream.concat(Stream.of(BEGIN), set).map(FrameStatement::parsedEachTime).toList(),
        FrameStatement.parsedEachTime(ROLLBACK),
        locks ? List.of(FrameStatement.parsedEachTime(UNLOCK)) : List.of(),
        timeout);
  }

  private static Habits of(
      List<FrameStatement> begin,
      FrameStatement rollback,
      List<FrameStatement> unlock,
      Duration timeout) {
    // only its end can come before a beginning
    return new Habits(
        begin, join(List.of(rollback), begin, unlock), join(List.of(rollback), unlock), timeout);
  }

  @SafeVarargs
  private static List<FrameStatement> join(List<FrameStatement>... parts) {
    return Stream.of(parts).flatMap(List::stream).toList();
  }

  /** Adds what a new connection has to parse before its first transaction. */
  Future<Void> prepare(RoundTrip trip) {
    return Future.all(beginNext.stream().map(statement -> statement.prepare(trip)).toList())
        .mapEmpty();
  }
}
