package ai.altertable.mcp.lakehouse.events;

import static java.time.ZoneOffset.UTC;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * The partitions of the table of events, one for each month of UTC, made when its first event
 * comes. Remembers which are there. Not thread-safe.
 */
final class EventPartitions {
  private static final String COVERED =
      """
      SELECT EXISTS (
        SELECT FROM pg_catalog.pg_inherits i
        WHERE i.inhparent = 'product_analytics.events'::regclass
          AND (i.inhrelid = to_regclass(?)
            OR (i.inhrelid = to_regclass('product_analytics.events_loaded')
                AND CAST(? AS timestamptz) < CAST(substring(
                  pg_catalog.pg_get_expr((SELECT relpartbound FROM pg_catalog.pg_class WHERE oid = i.inhrelid), i.inhrelid)
                  FROM 'TO \\(''([^'']+)''\\)') AS timestamptz))))
      """;

  private final Set<YearMonth> there = new HashSet<>();

  /** Makes what is missing for events of those times, outside of a transaction. */
  void ensure(Connection connection, Collection<Instant> times) throws SQLException {
    Set<YearMonth> missing = new TreeSet<>();
    for (Instant time : times) {
      YearMonth month = YearMonth.from(time.atOffset(UTC));
      if (!there.contains(month)) {
        missing.add(month);
      }
    }
    for (YearMonth month : missing) {
      make(connection, month);
      there.add(month);
    }
  }

  private static void make(Connection connection, YearMonth month) throws SQLException {
    String table =
        "product_analytics.events_%04d_%02d".formatted(month.getYear(), month.getMonthValue());
    String from = month.atDay(1) + " 00:00:00+00";
    String until = month.plusMonths(1).atDay(1) + " 00:00:00+00";
    try (Statement statement = connection.createStatement()) {
      Transactions.run(
          connection,
          () -> {
            // nodes take turns; attaching keeps neither readers nor writers of other months waiting
            statement.execute("LOCK TABLE ingestion.version IN SHARE ROW EXCLUSIVE MODE");
            if (!isCovered(connection, table, from)) {
              statement.execute("SET LOCAL lock_timeout = '10s'");
              statement.execute(
                  "CREATE TABLE " + table + " (LIKE product_analytics.events INCLUDING DEFAULTS)");
              statement.execute(
                  "ALTER TABLE product_analytics.events ATTACH PARTITION %s FOR VALUES FROM ('%s') TO ('%s')"
                      .formatted(table, from, until));
            }
          });
    }
  }

  private static boolean isCovered(Connection connection, String table, String from)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(COVERED)) {
      statement.setString(1, table);
      statement.setString(2, from);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() && rows.getBoolean(1);
      }
    }
  }
}
