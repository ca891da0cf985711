package ai.altertable.mcp.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Semantic models, through the tools, against real tables. */
class ModelToolsTest {
  private static final String ORDERS =
      """
      schema: shop
      table: orders
      description: One row for each order.
      timestamps: [{as: ordered_at, column: created_at, default: true}]
      dimensions:
        - {as: is_large, type: boolean, sql: total > 100}
      measures:
        - {as: orders, type: count}
        - {as: revenue, type: sum, sql: total}
        - {as: large_ratio, type: expression, sql: "count(*) FILTER (WHERE total > 100)::numeric / nullif(count(*), 0)", format: percent}
      filters:
        - {as: large_only, sql: total > 100}
      relations:
        - {to: {schema: shop, table: customers}, foreign_key: customer_id}
      """;

  private static ToolHarness harness;

  @BeforeAll
  static void start() {
    harness = new ToolHarness();
    SampleData.load(harness);
    harness.fixture.asOwner(
        harness.production,
        """
        DO $$ BEGIN
          EXECUTE 'CREATE TABLE shop.wide (' ||
            (SELECT string_agg('c' || n || ' integer', ', ') FROM generate_series(1, 1000) AS n) || ')';
        END $$;""");
  }

  @AfterAll
  static void stop() {
    harness.close();
  }

  @Test
  void aModelIsTriedSavedChangedAndCounted() {
    JsonObject tried = save(ORDERS, true);
    assertThat(tried.getString("slug")).isEmpty();
    JsonObject saved = save(ORDERS, false);
    String slug = saved.getString("slug");
    assertThat(saved.getInteger("version")).isEqualTo(1);
    assertThat(error(ORDERS)).contains("shop.orders has a model already, " + slug);
    String verified = ORDERS + "endorsement: verified\n";
    assertThat(update(slug, verified, true).getString("slug")).isEmpty();
    assertThat(view(slug).getString("endorsement")).isEqualTo("draft");
    assertThat(update(slug, verified, false).getInteger("version")).isEqualTo(2);
    assertThat(view(slug).getString("endorsement")).isEqualTo("verified");
    assertThat(view(slug).getInteger("version")).isEqualTo(2);
    assertThat(
            harness.error(
                harness.production,
                "update_semantic_model",
                new JsonObject()
                    .put("slug", slug)
                    .put("definition", "{schema: shop, table: customers}")))
        .contains(slug + " is the model of lakehouse.shop.orders, which cannot change");
  }

  @Test
  void everyNameThatIsNotThereIsNamedWithTheNearest() {
    String model =
        """
        schema: shop
        table: customers
        timestamps: [{as: t, column: name}]
        dimensions: [{as: country}, {as: c, column: contry}]
        relations: [{to: {schema: shop, table: ordrs}, foreign_key: idd}, {to: {catalog: other, schema: x, table: y}, foreign_key: id}]
        """;
    assertThat(error(model))
        .contains(
            "$.timestamps[0].column must be a column of a time or date, is text",
            "$.dimensions[1].column names no column of shop.customers: contry. Did you mean country?",
            "$.relations[0].foreign_key names no column of shop.customers: idd. Did you mean id",
            "$.relations[0].to.table names no table of schema shop: ordrs. Did you mean orders?",
            "$.relations[1].to.catalog must be the catalog of the model")
        .doesNotContain("dimensions[0]");
    assertThat(error("{schema: shp, table: orders}"))
        .contains("$.schema names no schema of the catalog: shp. Did you mean shop?");
  }

  @Test
  void everyExpressionIsCheckedByTheEngine() {
    String model =
        """
        schema: shop
        table: customers
        dimensions:
          - {as: fine, sql: upper(name)}
          - {as: counted, sql: count(*)}
          - {as: lost, sql: nme || 'x'}
        measures:
          - {as: not_aggregated, type: expression, sql: name}
          - {as: summed, type: sum, sql: name}
        filters:
          - {as: no_condition, sql: id + 1}
        """;
    assertThat(error(model))
        .contains(
            "$.dimensions[1].sql",
            "$.dimensions[2].sql",
            "$.measures[0].sql",
            "$.measures[1].sql",
            "$.filters[0].sql")
        .doesNotContain("dimensions[0]", "Line ");
  }

  @Test
  void anExpressionCannotLeaveItsPlace() {
    String model =
        """
        schema: shop
        table: customers
        dimensions:
          - {as: a, sql: "1) FROM pg_user --"}
          - {as: b, sql: "1; SELECT 2"}
          - {as: c, sql: "1 /* x */"}
          - {as: d, sql: "(1"}
          - {as: e, sql: "'open"}
        """;
    assertThat(error(model))
        .contains(
            "$.dimensions[0].sql closes a parenthesis that it did not open",
            "$.dimensions[1].sql must be one expression, without a semicolon",
            "$.dimensions[2].sql must hold no comment",
            "$.dimensions[3].sql has a parenthesis that is not closed",
            "$.dimensions[4].sql has a quote that is not closed");
  }

  @Test
  void whatIsNoMappingIsRefusedWithItsPlace() {
    assertThat(error("- a\n- b")).contains("$ is not a YAML or JSON mapping");
    assertThat(error("a: [1")).contains("line 1");
    assertThat(error("a: 1\na: 2")).contains("$ is not a YAML or JSON mapping (line 2");
    assertThat(error("a: 1\n---\nb: 2")).contains("$ must be one document");
    assertThat(error("a: ".repeat(1) + "[".repeat(60) + "]".repeat(60)))
        .contains("$ is not a YAML or JSON mapping");
    assertThat(error("schema: shop\ntable: orders\nmesures: []"))
        .contains("$.mesures is not known. Did you mean measures?");
  }

  @Test
  void aTableOfAThousandColumnsHasAModel() {
    String columns =
        IntStream.rangeClosed(1, 500)
            .mapToObj(n -> "{as: c" + n + ", type: integer}")
            .collect(Collectors.joining(", "));
    save("{schema: shop, table: wide, dimensions: [" + columns + "]}", true);
    assertThat(error("{schema: shop, table: wide, dimensions: [{as: c1001}]}"))
        .contains("$.dimensions[0].column names no column of shop.wide: c1001. Did you mean");
  }

  private static JsonObject save(String definition, boolean dryRun) {
    return harness.ok(
        harness.production,
        "create_semantic_model",
        new JsonObject().put("definition", definition).put("dry_run", dryRun));
  }

  private static JsonObject update(String slug, String definition, boolean dryRun) {
    return harness.ok(
        harness.production,
        "update_semantic_model",
        new JsonObject().put("slug", slug).put("definition", definition).put("dry_run", dryRun));
  }

  private static JsonObject view(String slug) {
    return harness.ok(
        harness.production, "view_semantic_model", new JsonObject().put("slug", slug));
  }

  private static String error(String definition) {
    return harness.error(
        harness.production,
        "create_semantic_model",
        new JsonObject().put("definition", definition));
  }
}
