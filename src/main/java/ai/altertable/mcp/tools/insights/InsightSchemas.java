package ai.altertable.mcp.tools.insights;

import ai.altertable.mcp.analytics.insight.InsightParser;
import ai.altertable.mcp.assets.Insight;
import ai.altertable.mcp.tools.Schema;
import io.vertx.core.json.JsonObject;

/** Schemas of insights, and their JSON form. */
final class InsightSchemas {
  static final Schema KIND = Schema.choice(InsightParser.KINDS.toArray(String[]::new));
  static final Schema VISUALIZATION =
      Schema.choice("line", "bar", "area", "pie", "table", "metric", "bar_list");

  private static final Schema SQL_DEFINITION =
      Schema.object()
          .required("statement", Schema.text().length(1, 100_000))
          .optional("catalog", Schema.text());
  private static final Schema SQL_PARAMETERS =
      Schema.object()
          .describe("Result columns that are drawn")
          .optional("x_axis_columns", Schema.list(Schema.text()))
          .optional("y_axis_columns", Schema.list(Schema.text()));

  private InsightSchemas() {}

  /** Adds the definitions of all kinds; which one is required is for the parser to say. */
  static Schema withDefinition(Schema schema) {
    return withSegmentation(schema, segmentation());
  }

  /**
   * Adds the definitions without the parts of a segmentation, which a session sees once already:
   * the parser checks them all the same.
   */
  static Schema withBriefDefinition(Schema schema) {
    return withSegmentation(schema, Schema.map().describe("As in execute_insight"));
  }

  private static Schema withSegmentation(Schema schema, Schema segmentation) {
    return schema
        .optional("sql_definition", SQL_DEFINITION)
        .optional("sql_parameters", SQL_PARAMETERS)
        .optional("segmentation_definition", segmentation);
  }

  /** The parts of the arguments that are the definition. */
  static JsonObject definition(JsonObject arguments) {
    JsonObject definition = new JsonObject();
    for (String part :
        new String[] {"sql_definition", "sql_parameters", "segmentation_definition"}) {
      if (arguments.containsKey(part)) {
        definition.put(part, arguments.getValue(part));
      }
    }
    return definition;
  }

  static Schema listed() {
    return Schema.object()
        .required("slug", Schema.text())
        .required("kind", Schema.text())
        .required("title", Schema.text())
        .required("description", Schema.text())
        .required("visualization", Schema.text())
        .required("created_by", Schema.text())
        .required("created_at", Schema.text());
  }

  static JsonObject json(Insight insight) {
    return new JsonObject()
        .put("slug", insight.slug())
        .put("kind", insight.draft().kind())
        .put("title", insight.draft().title())
        .put("description", insight.draft().description())
        .put("visualization", insight.draft().visualization())
        .put("created_by", insight.createdBy())
        .put("created_at", insight.createdAt().toString());
  }

  private static Schema segmentation() {
    Schema filter =
        Schema.object()
            .optional("property", Schema.text())
            .optional("trait", Schema.text())
            .required(
                "operator",
                Schema.text()
                    .describe(
                        "= != > >= < <= between in not_in is_null is_not_null, or [not_]starts_with,"
                            + " ends_with, contains"))
            .optional(
                "values", Schema.list(Schema.any()).describe("between: one {from, to} object"));
    Schema breakdown =
        Schema.object()
            .optional("property", Schema.text())
            .optional("trait", Schema.text())
            .optional("limit", Schema.integer().otherwise(10))
            .optional("include_other", Schema.flag().otherwise(true));
    Schema aggregation =
        Schema.object()
            .required("type", Schema.choice("count", "unique_users", "sum", "average"))
            .optional("property", Schema.text().describe("For sum and average"));
    Schema event =
        Schema.object()
            .required("name", Schema.text().describe("Event of list_events"))
            .optional("key", Schema.text().describe("Unique; default: name"))
            .optional("property_filters", Schema.list(filter))
            .optional("user_trait_filters", Schema.list(filter))
            .optional("breakdowns", Schema.list(breakdown).items(0, 2))
            .optional("aggregation", aggregation);
    return Schema.object()
        .describe("Events over time")
        .required("events", Schema.list(event).items(1, 10))
        .optional("aggregation", aggregation)
        .optional("interval", Schema.choice("hour", "day", "week", "month").otherwise("day"))
        .optional("timezone", Schema.text().otherwise("UTC"))
        .optional(
            "timeframe",
            Schema.choice("last_7_days", "last_14_days", "last_30_days", "last_90_days")
                .otherwise("last_30_days"))
        .optional("from", Schema.text().describe("ISO 8601; with to, instead of timeframe"))
        .optional("to", Schema.text());
  }
}
