package ai.altertable.mcp.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Insights over semantic models, through the tools, beside SQL written by hand. */
class SemanticInsightToolsTest {
  private static final List<String> MODELS =
      List.of(
          """
          schema: shop
          table: orders
          endorsement: verified
          timestamps: [{as: ordered_at, column: created_at, default: true}]
          dimensions: [{as: is_large, type: boolean, sql: total > 100}, {as: id, type: integer}]
          measures:
            - {as: orders, type: count}
            - {as: revenue, type: sum, sql: total, format: "currency:EUR"}
          filters: [{as: large_only, sql: total > 100}]
          relations: [{to: {schema: shop, table: customers}, foreign_key: customer_id}]
          """,
          """
          schema: shop
          table: customers
          dimensions: [{as: country}, {as: id, type: integer}]
          measures: [{as: customers, type: count}]
          """,
          """
          schema: shop
          table: visits
          measures: [{as: visits, type: count}, {as: minutes, type: sum, sql: minutes}]
          relations:
            - {to: {schema: shop, table: customers}, foreign_key: visitor}
            - {to: {schema: shop, table: customers}, foreign_key: invited_by}
          """,
          "{schema: shop, table: secrets, endorsement: excluded, measures: [{as: secrets, type: count}]}");

  private static ToolHarness harness;

  @BeforeAll
  static void start() {
    harness = new ToolHarness();
    SampleData.load(harness);
    harness.fixture.asOwner(
        harness.production,
        """
        CREATE TABLE shop.visits (visitor integer, invited_by integer, minutes integer);
        INSERT INTO shop.visits SELECT 1 + n % 60, 1 + n % 7, n FROM generate_series(1, 300) AS n;
        CREATE TABLE shop.secrets (id integer);
        CREATE TABLE shop.rates (code text, rate numeric);
        INSERT INTO shop.rates VALUES ('DE', 1), ('DE', 2);
        """);
    for (String model : MODELS) {
      harness.ok(
          harness.production, "create_semantic_model", new JsonObject().put("definition", model));
    }
  }

  @AfterAll
  static void stop() {
    harness.close();
  }

  @Test
  void measuresOfSeveralTablesAreNotMultiplied() {
    JsonObject answer =
        run(
            question("orders.orders", "orders.revenue", "customers.customers")
                .put("dimension_refs", list(field("customers", "country"))));
    String byHand =
        """
        SELECT c.country,
          (SELECT count(*) FROM shop.orders o JOIN shop.customers x ON x.id = o.customer_id
            WHERE x.country IS NOT DISTINCT FROM c.country) AS orders,
          (SELECT sum(total) FROM shop.orders o JOIN shop.customers x ON x.id = o.customer_id
            WHERE x.country IS NOT DISTINCT FROM c.country) AS revenue,
          count(*) AS customers
        FROM shop.customers c GROUP BY 1 ORDER BY 1""";
    JsonObject expected =
        harness.ok(
            harness.production, "query_lakehouse", new JsonObject().put("statement", byHand));
    assertThat(rows(answer)).hasSize(3).isEqualTo(rows(expected));
    assertThat(answer.getJsonObject("formats"))
        .isEqualTo(new JsonObject().put("revenue", "currency:EUR"));
    assertThat(answer.getJsonArray("models").encode())
        .contains("lakehouse.shop.orders", "lakehouse.shop.customers", "\"version\":1")
        .doesNotContain("visits");
  }

  @Test
  void anAmbiguousJoinIsRefusedWithItsChoicesAndTakenWhenNamed() {
    JsonObject definition =
        question("visits.visits").put("dimension_refs", list(field("customers", "country")));
    assertThat(error(definition))
        .contains(
            "$.semantic_definition.dimension_refs[0] shop.visits refers to shop.customers in"
                + " several ways: give via: [\"visitor\"] or via: [\"invited_by\"]");
    definition.put(
        "dimension_refs",
        list(
            field("customers", "country").put("via", list("invited_by")),
            field("customers", "id").put("via", list("visitor"))));
    JsonObject answer = run(definition.put("limit", 1));
    assertThat(rows(answer)).containsExactly("DE|1|2");
    definition.put(
        "dimension_refs", list(field("customers", "country").put("via", list("visitr"))));
    assertThat(error(definition))
        .contains("dimension_refs[0].via does not lead from shop.visits to shop.customers");
  }

  @Test
  void intervalsAreOfTheZoneAndTheOneThatIsNotOverIsMarked() {
    JsonObject definition =
        question("orders.orders")
            .put("interval", "month")
            .put("timezone", "Europe/Berlin")
            .put("filter_refs", list(field("orders", "large_only")))
            .put(
                "dimension_filters",
                list(
                    new JsonObject()
                        .put("dimension_ref", field("customers", "country"))
                        .put("operator", "in")
                        .put("values", list("DE", "FR"))))
            .put(
                "order_by",
                list(new JsonObject().put("column", "orders").put("direction", "desc")));
    JsonObject answer =
        harness.ok(
            harness.production,
            "execute_insight",
            new JsonObject()
                .put("semantic_definition", definition)
                .put("from", "2026-01-01")
                .put("to", "2026-04-01")
                .put("as_of", "2026-02-10T00:00:00Z"));
    String byHand =
        """
        SELECT date_trunc('month', o.created_at, 'Europe/Berlin'), count(*),
          date_trunc('month', o.created_at, 'Europe/Berlin') >= '2026-02-01'::date - interval '1 hour'
        FROM shop.orders o JOIN shop.customers c ON c.id = o.customer_id
        WHERE o.total > 100 AND c.country IN ('DE', 'FR')
          AND o.created_at >= '2025-12-31 23:00Z' AND o.created_at < '2026-03-31 22:00Z'
        GROUP BY 1 ORDER BY 2 DESC""";
    JsonObject expected =
        harness.ok(
            harness.production, "query_lakehouse", new JsonObject().put("statement", byHand));
    assertThat(rows(answer)).hasSize(3).isEqualTo(rows(expected));
  }

  @Test
  void aSavedInsightTellsItsModelsVersionAndFollowsTheModel() {
    JsonObject saved =
        harness.ok(
            harness.production,
            "create_insight",
            new JsonObject()
                .put("title", "Minutes")
                .put("semantic_definition", question("visits.minutes")));
    String slug = saved.getString("slug");
    assertThat(saved.getJsonArray("models")).hasSize(1);
    String model = saved.getJsonArray("models").getJsonObject(0).getString("slug");
    assertThat(rows(executed(slug))).containsExactly("45150");
    String seconds =
        "{schema: shop, table: visits, measures: [{as: minutes, type: sum, sql: minutes * 2}]}";
    harness.ok(
        harness.production,
        "update_semantic_model",
        new JsonObject().put("slug", model).put("definition", seconds));
    JsonObject answer = executed(slug);
    assertThat(rows(answer)).containsExactly("90300");
    assertThat(answer.getString("url")).endsWith("/insights/" + slug);
    assertThat(answer.getString("compiled_sql")).contains("minutes * 2");
    JsonObject view =
        harness.ok(harness.production, "view_insight", new JsonObject().put("slug", slug));
    assertThat(view.getJsonArray("models").getJsonObject(0))
        .isEqualTo(
            new JsonObject()
                .put("slug", model)
                .put("table", "lakehouse.shop.visits")
                .put("version", 2)
                .put("endorsement", "draft"));
    harness.ok(
        harness.production,
        "update_semantic_model",
        new JsonObject().put("slug", model).put("definition", MODELS.get(2)));
  }

  @Test
  void everyFaultIsNamedByItsPath() {
    JsonObject definition =
        question("orders.revenu", "ordrs.orders", "secrets.secrets", "orders.is_large")
            .put("dimension_refs", list(field("orders", "is_larg")))
            .put(
                "dimension_filters",
                list(
                    filter("orders", "is_large", "=", "yes"),
                    filter("orders", "is_large", "contains", "y")))
            .put("order_by", list(new JsonObject().put("column", "revenu_")));
    definition
        .getJsonArray("measure_refs")
        .add(field("orders", "orders").put("catalog", "other"))
        .add(field("orders", "orders"));
    assertThat(error(definition))
        .contains(
            "$.semantic_definition.measure_refs[0].measure_reference.projection names no measure of"
                + " shop.orders: revenu. Did you mean revenue?",
            "measure_refs[1].measure_reference.table shop.ordrs has no semantic model. Did you mean"
                + " shop.orders?",
            "measure_refs[2].measure_reference.table shop.secrets is excluded",
            "measure_refs[3].measure_reference.projection names no measure of shop.orders: is_large",
            "measure_refs[4].catalog must be lakehouse",
            "dimension_refs[0].projection names no dimension of shop.orders: is_larg. Did you mean"
                + " is_large?",
            "dimension_filters[0] must hold true or false",
            "dimension_filters[1] cannot be contains for is_large",
            "order_by[0].column names no column of the result: revenu_");
    assertThat(
            error(
                question("customers.customers")
                    .put("dimension_refs", list(field("orders", "is_large")))))
        .contains(
            "no relation leads from rows of shop.customers to one row of shop.orders, only back");
    assertThat(error(question("customers.customers").put("interval", "day")))
        .contains("is of shop.customers, which has no default timestamp: give timestamp_ref");
    assertThat(error(new JsonObject().put("interval", "dy").put("nonsense", 1)))
        .contains(
            "$.semantic_definition.measure_refs is required",
            "$.semantic_definition.interval must be one of",
            "$.semantic_definition.nonsense is not known");
  }

  @Test
  void aKeyThatIsNotUniqueIsNoRelation() {
    assertThat(
            harness.error(
                harness.production,
                "create_semantic_model",
                new JsonObject()
                    .put(
                        "definition",
                        "{schema: shop, table: secrets, relations: [{to: {schema: shop, table: rates},"
                            + " foreign_key: id, key: code}]}")))
        .contains("$.relations[0].foreign_key");
    harness.fixture.asOwner(
        harness.production, "CREATE TABLE shop.prices (currency text, amount numeric)");
    assertThat(
            harness.error(
                harness.production,
                "create_semantic_model",
                new JsonObject()
                    .put(
                        "definition",
                        "{schema: shop, table: prices, relations: [{to: {schema: shop, table: rates},"
                            + " foreign_key: currency, key: code}]}")))
        .contains("$.relations[0].key is not unique: 1 rows repeat the key of another");
  }

  private static JsonObject run(JsonObject definition) {
    return harness.ok(
        harness.production,
        "execute_insight",
        new JsonObject().put("semantic_definition", definition));
  }

  private static JsonObject executed(String slug) {
    return harness.ok(harness.production, "execute_insight", new JsonObject().put("slug", slug));
  }

  private static String error(JsonObject definition) {
    return harness.error(
        harness.production,
        "execute_insight",
        new JsonObject().put("semantic_definition", definition));
  }

  private static List<String> rows(JsonObject answer) {
    return answer.getJsonArray("rows").stream()
        .map(JsonArray.class::cast)
        .map(row -> String.join("|", row.stream().map(String::valueOf).toList()))
        .toList();
  }

  private static JsonObject question(String... measures) {
    JsonArray references = new JsonArray();
    for (String measure : measures) {
      String[] parts = measure.split("\\.");
      references.add(new JsonObject().put("measure_reference", field(parts[0], parts[1])));
    }
    return new JsonObject().put("measure_refs", references);
  }

  private static JsonObject filter(String table, String name, String operator, Object value) {
    return new JsonObject()
        .put("dimension_ref", field(table, name))
        .put("operator", operator)
        .put("values", list(value));
  }

  private static JsonObject field(String table, String projection) {
    return new JsonObject().put("schema", "shop").put("table", table).put("projection", projection);
  }

  private static JsonArray list(Object... items) {
    return new JsonArray(List.of(items));
  }
}
