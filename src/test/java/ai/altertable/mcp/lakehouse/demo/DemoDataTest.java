package ai.altertable.mcp.lakehouse.demo;

import static ai.altertable.mcp.lakehouse.LakehouseFixture.await;
import static ai.altertable.mcp.lakehouse.LakehouseFixture.rows;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.assets.InsightStore;
import ai.altertable.mcp.assets.PageRequest;
import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.lakehouse.LakehouseFixture;
import ai.altertable.mcp.lakehouse.QueryEngine;
import ai.altertable.mcp.lakehouse.TableInfo;
import ai.altertable.mcp.lakehouse.postgres.EnvironmentDatabase;
import ai.altertable.mcp.platform.BoundedWorker;
import ai.altertable.mcp.platform.Cancellation;
import ai.altertable.mcp.tools.demo.DemoAssets;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DemoDataTest {
  private static final Instant NOW = Instant.parse("2026-11-23T09:30:00Z");

  private static LakehouseFixture lakehouse;
  private static DemoData demo;
  private static Tenant stagingTenant;
  private static QueryEngine production;
  private static QueryEngine staging;

  @BeforeAll
  static void load() {
    lakehouse = new LakehouseFixture();
    demo = demo();
    Tenant first = lakehouse.tenant(DemoData.ORGANIZATION, "production");
    stagingTenant = lakehouse.tenant(DemoData.ORGANIZATION, "staging");
    Future<QueryEngine> one = lakehouse.lakehouse(demo).engine(first, null);
    Future<QueryEngine> other = lakehouse.lakehouse(demo).engine(stagingTenant, null);
    production = await(one);
    staging = await(other);
  }

  @AfterAll
  static void stop() {
    lakehouse.close();
  }

  private static DemoData demo() {
    return new DemoData(
        lakehouse.vertx,
        lakehouse.platform,
        new BoundedWorker(lakehouse.vertx, "test-demo", 2, 8),
        Clock.fixed(NOW, ZoneOffset.UTC));
  }

  @Test
  void fillsAShopOfTheSizeThatWasPromised() {
    assertThat(number(production, "SELECT count(*) FROM product_analytics.events"))
        .isBetween(170_000d, 240_000d);
    assertThat(number(production, "SELECT count(*) FROM shop.customers"))
        .isBetween(7_000d, 10_000d);
    assertThat(number(staging, "SELECT count(*) FROM product_analytics.events"))
        .isBetween(8_000d, 40_000d);
  }

  @Test
  void coversNinetyDaysThatEndNow() {
    assertThat(
            rows(
                production,
                "SELECT min(timestamp)::date, max(timestamp) <= '2026-11-23 09:30Z',"
                    + " max(timestamp)::date, count(DISTINCT timestamp::date)"
                    + " FROM product_analytics.events"))
        .hasToString("[[\"2026-08-26\",true,\"2026-11-23\",90]]");
  }

  @Test
  void funnelNarrowsStepByStep() {
    for (QueryEngine engine : List.of(production, staging)) {
      List<Double> steps =
          numbers(
              engine,
              "SELECT count(DISTINCT identity_uuid) FROM product_analytics.events JOIN"
                  + " unnest(ARRAY['$pageview', 'product_viewed', 'added_to_cart',"
                  + " 'checkout_started', 'order_completed']) WITH ORDINALITY s(event, n)"
                  + " USING (event) GROUP BY n ORDER BY n");

      assertThat(steps).hasSize(5);
      IntStream.range(1, 5)
          .forEach(
              i ->
                  assertThat(steps.get(i) / steps.get(i - 1)).as("step " + i).isBetween(0.2, 0.95));
    }
  }

  @Test
  void weekendsAreQuietAndTheTrendGoesUp() {
    List<Double> week =
        numbers(
            production,
            "SELECT count(*) FROM product_analytics.events WHERE timestamp::date < '2026-11-23'"
                + " AND timestamp::date >= '2026-08-31'"
                + " GROUP BY extract(isodow FROM timestamp) ORDER BY extract(isodow FROM timestamp)");
    assertThat(week.get(5)).isLessThan(0.88 * week.get(1));

    List<Double> months =
        numbers(
            production,
            "SELECT count(*) FROM product_analytics.events WHERE timestamp::date < '2026-11-23'"
                + " GROUP BY timestamp::date >= '2026-10-09'"
                + " ORDER BY timestamp::date >= '2026-10-09'");
    assertThat(months.get(1)).isGreaterThan(1.12 * months.get(0));
  }

  @Test
  void oneAfternoonTheCheckoutFails() {
    String conversion =
        "SELECT count(*) FILTER (WHERE event = 'order_completed')::float8"
            + " / count(*) FILTER (WHERE event = 'checkout_started')"
            + " FROM product_analytics.events WHERE extract(hour FROM timestamp) BETWEEN 13 AND 18"
            + " AND timestamp::date ";
    assertThat(number(production, conversion + "= '2026-11-02'")).isLessThan(0.2);
    assertThat(number(production, conversion + "<> '2026-11-02'")).isGreaterThan(0.6);
    assertThat(
            rows(
                production,
                "SELECT timestamp::date, properties->>'code' FROM product_analytics.events"
                    + " WHERE event = 'checkout_error' GROUP BY 1, 2 ORDER BY count(*) DESC"
                    + " LIMIT 1"))
        .hasToString("[[\"2026-11-02\",\"PAYMENT_GATEWAY_TIMEOUT\"]]");
  }

  @Test
  void ordersAndEventsTellTheSameStory() {
    assertThat(
            rows(
                production,
                "SELECT (SELECT count(*) FROM shop.orders) ="
                    + " (SELECT count(*) FROM product_analytics.events e JOIN shop.orders o ON"
                    + " o.id = (e.properties->>'order_id')::bigint AND o.session_id = e.session_id"
                    + " AND o.total = (e.properties->>'revenue')::numeric AND o.created_at ="
                    + " e.timestamp AND e.distinct_id = 'user_' || o.customer_id"
                    + " WHERE e.event = 'order_completed'),"
                    + " (SELECT count(*) FROM shop.orders o WHERE total <> subtotal - discount +"
                    + " tax OR subtotal <> (SELECT sum(quantity * unit_price) FROM"
                    + " shop.order_items i WHERE i.order_id = o.id)),"
                    + " (SELECT count(*) FROM shop.orders o JOIN shop.customers c ON c.id ="
                    + " o.customer_id WHERE c.created_at > o.created_at),"
                    + " (SELECT count(*) FROM product_analytics.events e LEFT JOIN"
                    + " product_analytics.identities i ON i.uuid = e.identity_uuid WHERE"
                    + " e.distinct_id LIKE 'user_%' AND i.distinct_id IS DISTINCT FROM"
                    + " e.distinct_id)"))
        .hasToString("[[true,0,0,0]]");
  }

  @Test
  void stagingIsNotProduction() {
    assertThat(rows(staging, "SELECT count(*) FROM shop.products WHERE name NOT LIKE '[staging]%'"))
        .hasToString("[[0]]");
    assertThat(rows(production, "SELECT count(*) FROM shop.products WHERE name LIKE '[staging]%'"))
        .hasToString("[[0]]");
    for (QueryEngine engine : List.of(production, staging)) {
      assertThat(
              rows(
                  engine,
                  "SELECT count(*) FROM shop.customers WHERE email NOT LIKE '%@example.com'"))
          .hasToString("[[0]]");
    }
  }

  @Test
  void explainsItselfToModels() {
    List<TableInfo> tables = await(production.tables("test", new Cancellation()));

    assertThat(tables).hasSize(7).allSatisfy(table -> assertThat(table.comment()).isNotEmpty());
    assertThat(tables).allSatisfy(table -> assertThat(table.estimatedRows()).isPositive());
  }

  @Test
  void isLoadedOnce() {
    lakehouse.asOwner(stagingTenant, "COMMENT ON SCHEMA shop IS 'changed since'");

    await(lakehouse.lakehouse(demo()).engine(stagingTenant, null));

    assertThat(rows(staging, "SELECT obj_description('shop'::regnamespace)"))
        .hasToString("[[\"changed since\"]]");
  }

  @Test
  void twoLoadsOfTheSameDayAreEqual() {
    Tenant tenant = lakehouse.tenant("copy", "staging");
    EnvironmentDatabase copy = await(lakehouse.databases.of(tenant.environmentId()));
    DemoProfile profile = DemoProfile.of("staging").orElseThrow();
    String first = load(copy, new DemoSimulation(profile, NOW), tenant);
    String second = load(copy, new DemoSimulation(profile, NOW), tenant);

    assertThat(second).isEqualTo(first);
  }

  @Test
  void nodesThatStartTogetherSaveTheThingsOfTheDemoOnce() {
    Tenant tenant = lakehouse.tenant("nodes", "production");
    UUID environment = tenant.environmentId();
    DemoAssets assets = new DemoAssets(lakehouse.platform);
    List<Future<Void>> nodes =
        Stream.of(demo(), demo(), demo())
            .map(
                node ->
                    node.unlessFilled(
                        environment,
                        turn -> assets.load(lakehouse.vertx, environment, "production")))
            .toList();

    await(Future.all(nodes));

    InsightStore insights = new InsightStore(lakehouse.platform);
    assertThat(await(insights.list(environment, null, null, new PageRequest(1000, null))).items())
        .extracting(insight -> insight.draft().title())
        .isNotEmpty()
        .doesNotHaveDuplicates();
  }

  private static String load(EnvironmentDatabase database, DemoSimulation shop, Tenant tenant) {
    await(
        lakehouse.vertx.executeBlocking(
            () -> {
              DemoLoader.load(database.owner(), shop);
              return null;
            }));
    StringBuilder sums = new StringBuilder();
    List<String> tables =
        Stream.concat(
                Stream.of(DemoTable.EVENTS),
                Arrays.stream(DemoTable.values()).map(DemoTable::qualified))
            .toList();
    for (String table : tables) {
      sums.append(
          rows(
              lakehouse.engine(tenant),
              "SELECT count(*), md5(string_agg(t::text, ';' ORDER BY t::text)) FROM "
                  + table
                  + " t"));
    }
    return sums.toString();
  }

  private static double number(QueryEngine engine, String sql) {
    return numbers(engine, sql).get(0);
  }

  private static List<Double> numbers(QueryEngine engine, String sql) {
    return rows(engine, sql).stream()
        .map(row -> ((JsonArray) row).getNumber(0).doubleValue())
        .toList();
  }
}
