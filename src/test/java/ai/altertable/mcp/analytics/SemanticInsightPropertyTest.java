package ai.altertable.mcp.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.analytics.insight.InsightParser;
import ai.altertable.mcp.analytics.insight.SemanticCompiler;
import ai.altertable.mcp.analytics.insight.SemanticInsight;
import ai.altertable.mcp.analytics.semantic.ModelSet;
import ai.altertable.mcp.analytics.semantic.ModelText;
import ai.altertable.mcp.analytics.semantic.SemanticModel;
import ai.altertable.mcp.analytics.semantic.SemanticModel.TableName;
import ai.altertable.mcp.analytics.semantic.SemanticModelParser;
import ai.altertable.mcp.analytics.semantic.VersionedModel;
import ai.altertable.mcp.analytics.sql.Query;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Questions about models give the numbers of a slow reference, on real engines. */
class SemanticInsightPropertyTest {
  private static final Instant FIRST = Instant.parse("2026-03-20T00:00:00Z");
  private static final Instant NOW = Instant.parse("2026-04-20T11:00:00Z");
  private static final List<String> MODELS =
      List.of(
          """
          {schema: shop, table: orders,
           timestamps: [{as: created_at, default: true}, {as: paid_on}],
           dimensions: [{as: status}, {as: total, type: float}, {as: paid_on_day, type: date, column: paid_on},
             {as: is_big, type: boolean, sql: total > 50}],
           measures: [{as: orders, type: count}, {as: revenue, type: sum, sql: total},
             {as: largest, type: max, sql: orders.total}, {as: buyers, type: count_distinct, sql: customer_id},
             {as: paid, type: expression, sql: "sum(CASE WHEN status = 'paid' THEN 1 ELSE 0 END)"}],
           filters: [{as: big_only, sql: total > 50}],
           relations: [{to: {schema: shop, table: customers}, foreign_key: customer_id},
             {to: {schema: shop, table: countries}, foreign_key: ship_to, key: code}]}
          """,
          """
          {schema: shop, table: items, measures: [{as: units, type: sum, sql: quantity}],
           relations: [{to: {schema: shop, table: orders}, foreign_key: order_id}]}
          """,
          """
          {schema: shop, table: customers, dimensions: [{as: country}], measures: [{as: customers, type: count}],
           relations: [{to: {schema: shop, table: countries}, foreign_key: country, key: code}]}
          """,
          "{schema: shop, table: countries, dimensions: [{as: region}]}");

  private static List<TestEngine> engines;

  @BeforeContainer
  static void connect() {
    engines = TestEngine.all();
    engines.forEach(ShopRows::create);
  }

  @AfterContainer
  static void disconnect() {
    engines.forEach(TestEngine::close);
  }

  @Property(tries = 100)
  void questionsAgreeWithTheReference(
      @ForAll("shops") ShopRows shop, @ForAll("questions") JsonObject definition) {
    SemanticInsight insight =
        (SemanticInsight)
            InsightParser.parse(
                "semantic", new JsonObject().put("semantic_definition", definition));
    Query query = SemanticCompiler.compile(insight, models(), ShopRows.TABLES, NOW).query();
    List<String> wanted = new SemanticReference(shop, renamed(definition), NOW).lines();
    for (TestEngine engine : engines) {
      shop.load(engine);
      String sql = query.in(engine.dialect());
      assertThat(engine.lines(sql))
          .as("on %s:%n%s", engine.dialect().getClass().getSimpleName(), sql)
          .isEqualTo(wanted);
    }
  }

  /** The reference knows the day under the column's name. */
  private static JsonObject renamed(JsonObject definition) {
    return new JsonObject(definition.encode().replace("paid_on_day", "paid_on"));
  }

  static ModelSet models() {
    Map<TableName, Supplier<VersionedModel>> models = new HashMap<>();
    for (String text : MODELS) {
      SemanticModel model = SemanticModelParser.parse(ModelText.read(text));
      models.put(model.table(), () -> new VersionedModel("MDL-1", 1, model));
    }
    return new ModelSet(models);
  }

  @Provide
  Arbitrary<ShopRows> shops() {
    Arbitrary<String> codes = Arbitraries.of("de", "fr", "it's", "nowhere").injectNull(0.2);
    Arbitrary<Map<String, ShopRows.Country>> countries =
        Arbitraries.maps(Arbitraries.of("de", "fr", "it's"), Arbitraries.of("EU", "Ö", "eu"))
            .map(
                regions -> {
                  Map<String, ShopRows.Country> byCode = new LinkedHashMap<>();
                  regions.forEach(
                      (code, region) -> byCode.put(code, new ShopRows.Country(code, region)));
                  return byCode;
                });
    Arbitrary<List<ShopRows.Customer>> customers =
        codes.list().ofMaxSize(4).map(SemanticInsightPropertyTest::customers);
    Arbitrary<List<ShopRows.Order>> orders =
        Combinators.combine(
                Arbitraries.integers().between(1, 5).injectNull(0.2),
                codes,
                Arbitraries.of("paid", "refunded", "Paid").injectNull(0.1),
                Arbitraries.integers().between(-500, 20_000).injectNull(0.1),
                Arbitraries.longs().between(0, 40L * 24 * 3600),
                Arbitraries.integers().between(0, 60).injectNull(0.3))
            .as(
                (customer, shipTo, status, cents, second, day) ->
                    new ShopRows.Order(
                        0,
                        customer,
                        shipTo,
                        status,
                        cents == null ? null : BigDecimal.valueOf(cents, 2),
                        FIRST.plusSeconds(second),
                        day == null ? null : LocalDate.parse("2026-03-20").plusDays(day)))
            .list()
            .ofMaxSize(25)
            .map(SemanticInsightPropertyTest::numbered);
    Arbitrary<List<ShopRows.Item>> items =
        Combinators.combine(
                Arbitraries.integers().between(1, 30), Arbitraries.integers().between(1, 5))
            .as(ShopRows.Item::new)
            .list()
            .ofMaxSize(40);
    return Combinators.combine(countries, customers, orders, items).as(ShopRows::new);
  }

  private static List<ShopRows.Customer> customers(List<String> countries) {
    List<ShopRows.Customer> customers = new ArrayList<>();
    countries.forEach(
        country -> customers.add(new ShopRows.Customer(customers.size() + 1, country)));
    return customers;
  }

  private static List<ShopRows.Order> numbered(List<ShopRows.Order> orders) {
    List<ShopRows.Order> numbered = new ArrayList<>();
    for (ShopRows.Order each : orders) {
      numbered.add(
          new ShopRows.Order(
              numbered.size() + 1,
              each.customer(),
              each.shipTo(),
              each.status(),
              each.total(),
              each.createdAt(),
              each.paidOn()));
    }
    return numbered;
  }

  @Provide
  Arbitrary<JsonObject> questions() {
    return Arbitraries.oneOf(
        // of customers only what leads to countries can be asked, and no time
        question(
            List.of("customers.customers", "orders.orders", "orders.buyers"),
            List.of(reference("customers", "country")),
            Arbitraries.just(new JsonObject().put("timezone", "UTC"))),
        question(
            List.of(
                "orders.orders",
                "orders.revenue",
                "orders.largest",
                "orders.buyers",
                "orders.paid"),
            Stream.concat(ofOrders().stream(), Stream.of(home())).toList(),
            times(false)),
        question(
            List.of("orders.orders", "orders.revenue", "items.units", "orders.paid"),
            ofOrders(),
            times(true)));
  }

  /** Not along the fewest joins. */
  private static JsonObject home() {
    return reference("countries", "region")
        .put("via", new JsonArray().add("customer_id").add("country"));
  }

  private static List<JsonObject> ofOrders() {
    return List.of(
        reference("customers", "country"),
        reference("countries", "region"),
        reference("orders", "status"),
        reference("orders", "total"),
        reference("orders", "is_big"),
        reference("orders", "paid_on_day"));
  }

  private static Arbitrary<JsonObject> question(
      List<String> measures, List<JsonObject> dimensions, Arbitrary<JsonObject> times) {
    Arbitrary<JsonArray> measured =
        Arbitraries.of(measures)
            .set()
            .ofMinSize(1)
            .ofMaxSize(4)
            .map(
                names ->
                    new JsonArray(
                        names.stream()
                            .map(name -> name.split("\\."))
                            .map(name -> reference(name[0], name[1]))
                            .map(each -> new JsonObject().put("measure_reference", each))
                            .toList()));
    Arbitrary<JsonArray> grouped =
        Arbitraries.of(dimensions)
            .set()
            .ofMaxSize(2)
            .map(names -> new JsonArray(List.copyOf(names)));
    Arbitrary<JsonArray> filters =
        dimensions.size() == 1
            ? Arbitraries.just(new JsonArray())
            : filter().list().ofMaxSize(2).map(JsonArray::new);
    return Combinators.combine(measured, grouped, filters, times, Arbitraries.of(true, false))
        .as(
            (measure, group, filter, time, big) -> {
              JsonObject definition =
                  time.copy()
                      .put("measure_refs", measure)
                      .put("dimension_refs", group)
                      .put("dimension_filters", filter);
              return big && dimensions.size() > 1
                  ? definition.put(
                      "filter_refs", new JsonArray().add(reference("orders", "big_only")))
                  : definition;
            });
  }

  private static Arbitrary<JsonObject> filter() {
    return Arbitraries.of(
            Tuple.of("status", "=", new JsonArray().add("paid")),
            Tuple.of("status", "not_in", new JsonArray().add("paid").add("x")),
            Tuple.of("status", "starts_with", new JsonArray().add("P")),
            Tuple.of("status", "is_null", new JsonArray()),
            Tuple.of("total", ">", new JsonArray().add(20)),
            Tuple.of(
                "total",
                "between",
                new JsonArray().add(new JsonObject().put("from", 1.5).put("to", 99))),
            Tuple.of("is_big", "=", new JsonArray().add(true)),
            Tuple.of("is_big", "!=", new JsonArray().add(true)),
            Tuple.of("paid_on_day", ">=", new JsonArray().add("2026-04-01")),
            Tuple.of("paid_on_day", "in", new JsonArray().add("2026-03-21").add("2026-03-22")))
        .map(
            filter ->
                new JsonObject()
                    .put("dimension_ref", reference("orders", filter.get1()))
                    .put("operator", filter.get2())
                    .put("values", filter.get3()));
  }

  private static Arbitrary<JsonObject> times(boolean ofItems) {
    return Combinators.combine(
            Arbitraries.of("UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu"),
            Arbitraries.of("hour", "day", "week", "month", "quarter", "year").injectNull(0.3),
            Arbitraries.longs().between(0, 40L * 24 * 3600).injectNull(0.5),
            Arbitraries.of("created_at", "paid_on"))
        .as(
            (zone, interval, start, timestamp) -> {
              JsonObject time = new JsonObject().put("timezone", zone);
              if (interval != null) {
                time.put("interval", interval);
              }
              if (start != null) {
                time.put("from", FIRST.plusSeconds(start).toString())
                    .put("to", FIRST.plusSeconds(start + 20L * 24 * 3600).toString());
              }
              boolean timed = interval != null || start != null;
              return timed && (ofItems || timestamp.equals("paid_on"))
                  ? time.put("timestamp_ref", reference("orders", timestamp))
                  : time;
            });
  }

  private static JsonObject reference(String table, String projection) {
    return new JsonObject().put("schema", "shop").put("table", table).put("projection", projection);
  }
}
