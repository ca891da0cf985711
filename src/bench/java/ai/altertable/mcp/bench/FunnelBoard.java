package ai.altertable.mcp.bench;

import ai.altertable.mcp.analytics.insight.EventData;
import ai.altertable.mcp.analytics.insight.EventSource;
import ai.altertable.mcp.analytics.insight.Funnel;
import ai.altertable.mcp.analytics.insight.FunnelCompiler;
import ai.altertable.mcp.analytics.insight.InsightParser;
import ai.altertable.mcp.analytics.sql.Dialect;
import ai.altertable.mcp.analytics.sql.Dialects;
import ai.altertable.mcp.lakehouse.Column;
import ai.altertable.mcp.lakehouse.TableInfo;
import ai.altertable.mcp.testing.TestDatabase;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgConnectOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.postgresql.PGConnection;

/**
 * Measures funnels of four steps over events in Parquet (DuckDB) and in PostgreSQL, as the product
 * compiles them. Run by {@code mvn -Pbench verify -Dbench.only=funnel}.
 */
final class FunnelBoard {
  static final String NAME = "funnel";
  private static final int EVENTS = Integer.getInteger("bench.events", 10_000_000);
  private static final int RUNS = 3;
  private static final Instant NOW = Instant.parse("2026-04-01T00:00:00Z");

  /** Visits of eight events, of which few go far; a few users come very often. */
  private static final String GENERATED =
      """
      COPY (
        SELECT uuid() AS uuid,
          TIMESTAMPTZ '2026-01-01 00:00:00Z' + to_milliseconds(visit * span + n * 60000) AS "timestamp",
          CASE WHEN n = 1 AND depth < 40 THEN 'product_viewed'
            WHEN n = 2 AND depth < 15 THEN 'added_to_cart'
            WHEN n = 3 AND depth < 5 THEN 'order_completed'
            WHEN n < 4 THEN '$pageview' ELSE 'scrolled' END AS event,
          '{"country":"DE"}' AS properties, 'user_' || who AS distinct_id,
          CAST(md5('u' || who) AS UUID) AS identity_uuid
        FROM (SELECT i // 8 AS visit, CAST(i %% 8 AS BIGINT) AS n, hash(i // 8) %% 100 AS depth,
            CAST(7776000000 / (%d / 8) AS BIGINT) AS span,
            CAST(300000 * pow((hash(i // 8 * 31 + 7) %% 1000003) / 1000003.0, 2) AS INTEGER) AS who
          FROM range(%d) t(i)))
      TO '%s' (FORMAT parquet)""";

  private static final String TABLE =
      """
      CREATE SCHEMA product_analytics;
      CREATE TABLE product_analytics.events (uuid uuid NOT NULL, "timestamp" timestamptz NOT NULL,
        event text NOT NULL, properties jsonb NOT NULL, distinct_id text NOT NULL, identity_uuid uuid NOT NULL)""";

  /** The product's index, see {@code db/events/schema.sql}. */
  private static final String INDEXED =
      """
      CREATE INDEX ON product_analytics.events (event, "timestamp", identity_uuid);
      VACUUM ANALYZE product_analytics.events""";

  /** What the product gives the roles that read, see {@code DatabaseProvisioner}. */
  private static final List<String> READER_SETTINGS =
      List.of("SET work_mem = '16MB'", "SET jit = off");

  private final Path folder;

  FunnelBoard(Path folder) {
    this.folder = folder;
  }

  /**
   * Prints seconds; returns whether the marks are met.
   *
   * @throws SQLException when an engine fails
   */
  boolean run() throws SQLException, IOException {
    Path events = folder.resolve("events.parquet");
    boolean met;
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:")) {
      execute(duckDb, "SET TimeZone = 'UTC'");
      execute(duckDb, GENERATED.formatted(EVENTS, EVENTS, events));
      execute(duckDb, "CREATE SCHEMA product_analytics");
      execute(
          duckDb,
          "CREATE VIEW product_analytics.events AS SELECT * FROM read_parquet('" + events + "')");
      met = measure("duckdb", duckDb, 1.0);
      try (Connection postgres = postgres()) {
        load(duckDb, postgres);
        for (String setting : READER_SETTINGS) {
          execute(postgres, setting);
        }
        met &= measure("postgres", postgres, 4.0);
      }
    }
    return met;
  }

  private static Connection postgres() throws SQLException {
    PgConnectOptions options = TestDatabase.create().access().platform();
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:%d/%s?user=%s&password=%s"
            .formatted(
                options.getPort(),
                options.getDatabase(),
                options.getUser(),
                options.getPassword()));
  }

  private void load(Connection duckDb, Connection postgres) throws SQLException, IOException {
    Path rows = folder.resolve("events.csv");
    execute(duckDb, "COPY product_analytics.events TO '" + rows + "' (FORMAT csv, HEADER false)");
    for (String statement : TABLE.split(";")) {
      execute(postgres, statement);
    }
    try (InputStream in = Files.newInputStream(rows)) {
      postgres
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn("COPY product_analytics.events FROM STDIN (FORMAT csv)", in);
    }
    for (String statement : INDEXED.split(";")) {
      execute(postgres, statement);
    }
  }

  private static boolean measure(String engine, Connection connection, double mark)
      throws SQLException {
    boolean met = true;
    for (Optional<Integer> within : List.of(Optional.<Integer>empty(), Optional.of(86_400))) {
      String sql =
          FunnelCompiler.compile(funnel(within), EventData.of(source()), NOW, dialect(engine))
              .query()
              .in(dialect(engine));
      double best = Double.MAX_VALUE;
      String last = "";
      for (int i = 0; i < RUNS; i++) {
        long started = System.nanoTime();
        last = users(connection, sql);
        best = Math.min(best, (System.nanoTime() - started) / 1e9);
      }
      met &= best <= mark;
      System.out.printf(
          "funnel over %,d events, %-8s %s: %.2f s (mark %.0f), users %s%n",
          EVENTS, engine, within.isPresent() ? "within a day" : "unbounded   ", best, mark, last);
    }
    return met;
  }

  private static Dialect dialect(String engine) {
    return Dialects.of(engine);
  }

  private static Funnel funnel(Optional<Integer> within) {
    JsonObject definition =
        new JsonObject()
            .put("from", "2026-01-01")
            .put("to", "2026-04-01")
            .put(
                "events",
                new JsonArray(
                    Stream.of("$pageview", "product_viewed", "added_to_cart", "order_completed")
                        .map(name -> new JsonObject().put("name", name))
                        .toList()));
    within.ifPresent(seconds -> definition.put("completed_within_seconds", seconds));
    return (Funnel)
        InsightParser.parse("funnel", new JsonObject().put("funnel_definition", definition));
  }

  private static EventSource source() {
    List<Column> columns =
        Stream.of("timestamp", "event", "properties", "distinct_id", "identity_uuid")
            .map(
                name -> new Column(name, name.equals("identity_uuid") ? "uuid" : "text", false, ""))
            .toList();
    return EventSource.of(
        List.of(new TableInfo("product_analytics", "events", "table", null, "", columns)));
  }

  /** The users of each step. */
  private static String users(Connection connection, String sql) throws SQLException {
    StringBuilder users = new StringBuilder();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        users.append(rows.getLong("users")).append(' ');
      }
    }
    return users.toString().strip();
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
