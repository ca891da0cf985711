package ai.altertable.mcp.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.analytics.SegmentationReference.Event;
import ai.altertable.mcp.analytics.insight.InsightDefinition;
import ai.altertable.mcp.analytics.insight.InsightParser;
import ai.altertable.mcp.analytics.insight.SegmentationCompiler;
import ai.altertable.mcp.analytics.sql.PostgresDialect;
import ai.altertable.mcp.testing.TestDatabase;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Compiled segmentations give the numbers of the slow reference, on real Postgres. */
class SegmentationPropertyTest {
  private static final String[] NAMES = {"buy", "it's \"odd\"; --", "päge\\view"};
  private static final String[] KEYS = {"plan", "amount", "o'dd\\key\"", "flag"};
  private static final Object[] VALUES = {
    "pro",
    "Pro",
    "free",
    "it's",
    "a\\'b",
    "%",
    "_",
    "'; DROP TABLE x; --",
    "é😀",
    "10",
    "2",
    10,
    2,
    2.5,
    -3,
    true,
    false,
    ""
  };
  // covers both changes of the clocks in the zones below
  private static final long FIRST = Instant.parse("2026-03-20T00:00:00Z").getEpochSecond();
  private static final long SECONDS = 230L * 24 * 3600;

  private static Connection connection;

  @BeforeContainer
  static void connect() throws SQLException {
    var options = TestDatabase.create().access().platform();
    connection =
        DriverManager.getConnection(
            "jdbc:postgresql://127.0.0.1:" + options.getPort() + "/" + options.getDatabase(),
            options.getUser(),
            options.getPassword());
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE SCHEMA product_analytics;
          CREATE TABLE product_analytics.events (
            uuid uuid DEFAULT gen_random_uuid(), "timestamp" timestamptz, event text,
            properties jsonb, distinct_id text, anonymous_id text, device_id text, identity_uuid uuid);
          """);
    }
    connection.commit();
  }

  @AfterContainer
  static void disconnect() throws SQLException {
    connection.close();
  }

  @Property(tries = 150)
  void compiledSqlAgreesWithTheReference(
      @ForAll("events") List<Event> events, @ForAll("definitions") JsonObject definition)
      throws SQLException {
    try {
      insert(events);
      assertThat(run(definition)).isEqualTo(new SegmentationReference(events, definition).lines());
    } finally {
      connection.rollback();
    }
  }

  @Property(tries = 300)
  void everyTextRoundTripsAsALiteral(@ForAll String text) throws SQLException {
    String wanted = text.replace("\0", "").replaceAll("[\\ud800-\\udfff]", "");
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT " + new PostgresDialect().text(wanted))) {
      result.next();
      assertThat(result.getString(1)).isEqualTo(wanted);
    } finally {
      connection.rollback();
    }
  }

  @Property(tries = 200)
  void everyNameRoundTripsAsAnIdentifier(@ForAll("names") String name) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery("SELECT 1 AS " + new PostgresDialect().identifier(name))) {
      assertThat(result.getMetaData().getColumnName(1)).isEqualTo(name);
    } finally {
      connection.rollback();
    }
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.strings().withChars("ab\"'\\;- $é").ofMinLength(1).ofMaxLength(20);
  }

  @Provide
  Arbitrary<List<Event>> events() {
    Arbitrary<JsonObject> properties =
        Arbitraries.maps(Arbitraries.of(KEYS), Arbitraries.of(VALUES))
            .ofMaxSize(4)
            .map(
                map -> {
                  JsonObject json = new JsonObject();
                  map.forEach(json::put);
                  return json;
                });
    return Combinators.combine(
            Arbitraries.longs().between(0, SECONDS),
            Arbitraries.of(NAMES),
            properties,
            Arbitraries.of("u1", "u2", "u3"))
        .as(
            (second, name, json, user) ->
                new Event(Instant.ofEpochSecond(FIRST + second), name, json, user))
        .list()
        .ofMaxSize(60);
  }

  @Provide
  Arbitrary<JsonObject> definitions() {
    Arbitrary<JsonArray> series =
        series().list().ofMinSize(1).ofMaxSize(3).map(SegmentationPropertyTest::keyed);
    return Combinators.combine(
            series,
            Arbitraries.of("hour", "day", "week", "month"),
            Arbitraries.of("UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu"),
            Arbitraries.longs().between(0, SECONDS / 2),
            Arbitraries.longs().between(1, SECONDS / 2))
        .as(
            (events, interval, zone, start, length) ->
                new JsonObject()
                    .put("events", events)
                    .put("interval", interval)
                    .put("timezone", zone)
                    .put("from", Instant.ofEpochSecond(FIRST + start).toString())
                    .put("to", Instant.ofEpochSecond(FIRST + start + length).toString()));
  }

  private static Arbitrary<JsonObject> series() {
    Arbitrary<JsonObject> aggregation =
        Arbitraries.of(
            new JsonObject().put("type", "count"),
            new JsonObject().put("type", "unique_users"),
            new JsonObject().put("type", "sum").put("property", "amount"),
            new JsonObject().put("type", "average").put("property", "amount"));
    Arbitrary<JsonArray> breakdowns =
        Combinators.combine(
                Arbitraries.of(KEYS),
                Arbitraries.integers().between(1, 3),
                Arbitraries.of(true, false))
            .as(
                (key, limit, other) ->
                    new JsonObject()
                        .put("property", key)
                        .put("limit", limit)
                        .put("include_other", other))
            .list()
            .ofMaxSize(1)
            .map(JsonArray::new);
    Arbitrary<JsonArray> filters = filter().list().ofMaxSize(2).map(JsonArray::new);
    return Combinators.combine(Arbitraries.of(NAMES), aggregation, breakdowns, filters)
        .as(
            (name, aggregate, breakdown, filter) ->
                new JsonObject()
                    .put("name", name)
                    .put("aggregation", aggregate)
                    .put("breakdowns", breakdown)
                    .put("property_filters", filter));
  }

  private static Arbitrary<JsonObject> filter() {
    Arbitrary<JsonArray> one = Arbitraries.of(VALUES).map(value -> new JsonArray().add(value));
    Arbitrary<JsonArray> text =
        Arbitraries.of("pro", "'", "\\", "%", "_", "é", "p")
            .map(value -> new JsonArray().add(value));
    Arbitrary<JsonArray> many =
        Arbitraries.of(VALUES).list().ofMinSize(1).ofMaxSize(4).map(JsonArray::new);
    Arbitrary<JsonArray> range =
        Arbitraries.of(
            new JsonArray().add(new JsonObject().put("from", 2).put("to", 10)),
            new JsonArray().add(new JsonObject().put("from", "a").put("to", "q")));
    return Arbitraries.oneOf(
        filter(one, "=", "!=", ">", ">=", "<", "<="),
        filter(
            text,
            "starts_with",
            "not_starts_with",
            "ends_with",
            "not_ends_with",
            "contains",
            "not_contains"),
        filter(many, "in", "not_in"),
        filter(range, "between"),
        filter(Arbitraries.just(new JsonArray()), "is_null", "is_not_null"));
  }

  private static Arbitrary<JsonObject> filter(Arbitrary<JsonArray> values, String... operators) {
    return Combinators.combine(Arbitraries.of(KEYS), Arbitraries.of(operators), values)
        .as(
            (key, operator, list) ->
                new JsonObject()
                    .put("property", key)
                    .put("operator", operator)
                    .put("values", list));
  }

  private static JsonArray keyed(List<JsonObject> series) {
    JsonArray keyed = new JsonArray();
    for (int i = 0; i < series.size(); i++) {
      keyed.add(series.get(i).copy().put("key", "s" + i + "'"));
    }
    return keyed;
  }

  private static void insert(List<Event> events) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO product_analytics.events (\"timestamp\", event, properties, distinct_id)"
                + " VALUES (?, ?, ?::jsonb, ?)")) {
      for (Event event : events) {
        insert.setObject(1, OffsetDateTime.ofInstant(event.at(), ZoneOffset.UTC));
        insert.setString(2, event.name());
        insert.setString(3, event.properties().encode());
        insert.setString(4, event.user());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static List<String> run(JsonObject definition) throws SQLException {
    InsightDefinition parsed =
        InsightParser.parse(
            "segmentation", new JsonObject().put("segmentation_definition", definition));
    String sql =
        SegmentationCompiler.compile(
                ((InsightDefinition.Segments) parsed).segmentation(),
                Instant.parse("2030-01-01T00:00:00Z"))
            .in(new PostgresDialect());
    List<String> lines = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        BigDecimal value = result.getBigDecimal("value");
        lines.add(
            String.join(
                "|",
                result.getObject(1, OffsetDateTime.class).toInstant().toString(),
                result.getString(2),
                columns == 5 ? result.getString("breakdown_1") : "-",
                value == null ? "null" : SegmentationReference.normal(value),
                String.valueOf(result.getBoolean("partial"))));
      }
    }
    lines.sort(Comparator.naturalOrder());
    return lines;
  }
}
