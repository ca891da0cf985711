package ai.altertable.mcp.tools.insights;

import ai.altertable.mcp.analytics.insight.InsightParser;
import ai.altertable.mcp.assets.Insight;
import ai.altertable.mcp.tools.Schema;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * Schemas of insights, and their JSON form. What is in a definition stands in the descriptions of
 * one tool, in a third of the tokens of JSON Schema; the parser checks it and names every fault.
 */
final class InsightSchemas {
  static final Schema KIND = Schema.choice(InsightParser.KINDS.toArray(String[]::new));
  static final Schema VISUALIZATION =
      Schema.choice(
          "line", "bar", "area", "pie", "table", "metric", "bar_list", "funnel", "retention");

  private static final String EVENT =
      "{name (of list_events), key?, property_filters?: [{property, operator, values}],"
          + " user_trait_filters?: [{trait, operator, values}], segment_filters?: [segment]}";
  private static final String SHARED =
      " All kinds of events: timeframe? (last_7_days, last_14_days, last_30_days (default),"
          + " last_90_days, this_month, last_month) or from and to (ISO 8601); timezone? (IANA);"
          + " catalog?; segmented_by?: [{key, filters: [{performed_event_filter: event + {including?,"
          + " period?: {timeframe or from, to}}} or {trait_filter: {trait, operator, values}} or"
          + " {dimension_filter: {dimension_ref: field, operator, values}} or {segment_filter:"
          + " segment}]}]. segment = {segment_slug: SGM-1, including?}."
          + " Operators: = != > >= < <= between (values [{from, to}]) in not_in is_null is_not_null"
          + " [not_]starts_with [not_]ends_with [not_]contains ip_matches ip_not_matches. Breakdown:"
          + " {property or trait, limit?, include_other?}.";
  private static final String SEGMENTATION =
      "Events over time: events: [event + {breakdowns?, aggregation?}], aggregation?: {type: count |"
          + " unique_users | sum | average, property?}, interval? (hour, day, week, month, quarter,"
          + " year). event = "
          + EVENT
          + "."
          + SHARED;
  private static final String FUNNEL =
      "Steps in order: events: [event, …] (2 to 10), completed_within_seconds?, breakdowns?";
  private static final String RETENTION =
      "starting_event, returning_event: event; interval? (day, week, month), periods?, measured_as?"
          + " (return_on, return_on_or_after), calculated_by? (calendar_day, 24_hour_windows)";
  private static final String SEMANTIC =
      "Measures of semantic models (view_semantic_model): measure_refs: [{measure_reference: field}],"
          + " dimension_refs?, pivot_dimension_refs?: [field], dimension_filters?: [{dimension_ref:"
          + " field, operator, values}], filter_refs?: [field], timestamp_ref?: field, interval?,"
          + " timeframe? or from and to (default all time), timezone?, order_by?: [{column,"
          + " direction}], limit?. field = {catalog?, schema, table, projection (its name), via?:"
          + " [foreign keys, when joins are ambiguous]}. Measures of several tables are never"
          + " multiplied by each other";
  private static final String SQL =
      "{statement, catalog?, variables?: [{name, type: string | number | boolean | date | timestamp,"
          + " default?}]}; the statement has {{name}} where a value goes";

  private InsightSchemas() {}

  /** Adds the definitions of all kinds, explained. */
  static Schema withDefinition(Schema schema) {
    return schema
        .optional("sql_definition", Schema.map().describe(SQL))
        .optional("sql_parameters", Schema.map().describe("x_axis_columns, y_axis_columns"))
        .optional("semantic_definition", Schema.map().describe(SEMANTIC))
        .optional("segmentation_definition", Schema.map().describe(SEGMENTATION))
        .optional("funnel_definition", Schema.map().describe(FUNNEL))
        .optional("retention_definition", Schema.map().describe(RETENTION));
  }

  /** Adds the definitions of all kinds, which a session sees explained once already. */
  static Schema withBriefDefinition(Schema schema) {
    Schema brief = schema;
    for (String part : parts()) {
      brief = brief.optional(part, Schema.map());
    }
    return brief;
  }

  /** The parts of the arguments that are the definition. */
  static JsonObject definition(JsonObject arguments) {
    JsonObject definition = new JsonObject();
    for (String part : parts()) {
      if (arguments.containsKey(part)) {
        definition.put(part, arguments.getValue(part));
      }
    }
    return definition;
  }

  /** The property that holds a kind's definition. */
  static String part(String kind) {
    return kind + "_definition";
  }

  private static List<String> parts() {
    List<String> parts = new ArrayList<>(List.of("sql_parameters"));
    InsightParser.KINDS.forEach(kind -> parts.add(part(kind)));
    return parts;
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
        .put("created_by", insight.saved().createdBy())
        .put("created_at", insight.saved().createdAt().toString());
  }
}
