package ai.altertable.mcp.tools.data;

import ai.altertable.mcp.assets.ModelStore;
import ai.altertable.mcp.bus.ToolDescriptor;
import ai.altertable.mcp.lakehouse.CatalogInfo;
import ai.altertable.mcp.lakehouse.Lakehouse;
import ai.altertable.mcp.lakehouse.QueryEngine;
import ai.altertable.mcp.lakehouse.TableInfo;
import ai.altertable.mcp.tools.Schema;
import ai.altertable.mcp.tools.Tool;
import ai.altertable.mcp.tools.ToolAnswer;
import ai.altertable.mcp.tools.ToolArguments;
import ai.altertable.mcp.tools.ToolContext;
import ai.altertable.mcp.tools.ToolDefinition;
import ai.altertable.mcp.tools.ToolFault;
import ai.altertable.mcp.tools.result.Fence;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;

/** {@code get_connection}: schemas, tables, columns, and what they mean. */
public final class GetConnectionTool implements Tool {
  private static final int AUTOMATIC_COLUMNS_UP_TO = 40;
  private static final int MAX_PROFILED = 5;
  private static final ToolDescriptor DESCRIPTOR =
      ToolDefinition.reads("data", "get_connection")
          .mayTakeLong()
          .aliases("get_catalog")
          .title("Look into a connection")
          .description(
              "Describes the tables of a catalog. `level`: overview (tables), columns, full"
                  + " (comments, dimensions, measures, relations of semantic models), profile"
                  + " (sampled null rate, distinct, min, max, frequent values; name up to 5"
                  + " tables). Prefer tables endorsed verified; avoid excluded ones.")
          .input(
              Schema.object()
                  .optional("catalog", CatalogArgument.SCHEMA)
                  .optional(
                      "level",
                      Schema.choice("automatic", "overview", "columns", "full", "profile")
                          .otherwise("automatic"))
                  .optional("schemas", Schema.list(Schema.text()).items(0, 100))
                  .optional(
                      "tables",
                      Schema.list(Schema.text()).items(0, 100).describe("table or schema.table")))
          .output(
              Schema.object()
                  .required("environment", Schema.text())
                  .required("catalog", Schema.text())
                  .required("dialect", Schema.text())
                  .required("level", Schema.text())
                  .required("table_count", Schema.integer())
                  .required("truncated", Schema.flag())
                  .required("tables", Schema.list(tableSchema())))
          .build();

  private final Lakehouse lakehouse;
  private final ModelStore models;
  private final Statements statements;

  public GetConnectionTool(Lakehouse lakehouse, ModelStore models, Statements statements) {
    this.lakehouse = lakehouse;
    this.models = models;
    this.statements = statements;
  }

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Future<ToolAnswer> call(ToolContext context, ToolArguments arguments) {
    TableSelection selection =
        new TableSelection(arguments.texts("schemas"), arguments.texts("tables"));
    String asked = arguments.optionalText("level").orElse("automatic");
    return lakehouse
        .engine(context.tenant(), arguments.optionalText("catalog").orElse(null))
        .compose(
            engine ->
                engine
                    .tables(context.tag(), context.cancellation())
                    .map(selection::from)
                    .compose(tables -> describe(context, engine, tables, level(asked, tables))));
  }

  private Future<ToolAnswer> describe(
      ToolContext context, QueryEngine engine, List<TableInfo> tables, String level) {
    CatalogInfo catalog = engine.catalog();
    boolean profile = level.equals("profile");
    if (profile && (tables.isEmpty() || tables.size() > MAX_PROFILED)) {
      throw new ToolFault(
          "Level profile takes from 1 to "
              + MAX_PROFILED
              + " tables; "
              + tables.size()
              + " are selected. Name them in $.tables.");
    }
    if (profile && !TableProfile.offeredOn(catalog.engine())) {
      throw new ToolFault(
          "Level profile is not offered for catalogs of "
              + catalog.dialect()
              + ". Use level full, and query the table for counts and extremes.");
    }
    boolean full = level.equals("full");
    boolean columns = !level.equals("overview");
    return models
        .ofCatalog(context.tenant().environmentId(), catalog.catalog())
        .map(stored -> new CatalogDescription(columns, full, stored))
        .map(description -> tables.stream().map(description::describe).toList())
        .compose(
            described ->
                profile
                    ? profile(context, engine, tables, described)
                    : Future.succeededFuture(described))
        .map(described -> answer(context, catalog, level, described));
  }

  private Future<List<JsonObject>> profile(
      ToolContext context, QueryEngine engine, List<TableInfo> tables, List<JsonObject> described) {
    Future<Void> profiled = Future.succeededFuture();
    for (int i = 0; i < tables.size(); i++) {
      TableInfo table = tables.get(i);
      JsonObject description = described.get(i);
      double done = i;
      profiled =
          profiled.compose(
              before -> {
                context.progress(done, (double) tables.size(), "profiling " + table.name());
                return statements
                    .run(
                        context,
                        engine,
                        new TableProfile(engine.catalog().engine(), table).sql(),
                        TableProfile.MAX_COLUMNS)
                    .map(TableProfile::read)
                    .onSuccess(profiles -> addProfiles(description, profiles))
                    .mapEmpty();
              });
    }
    return profiled.map(described);
  }

  private static void addProfiles(JsonObject described, JsonObject profiles) {
    for (Object each : described.getJsonArray("columns")) {
      JsonObject column = (JsonObject) each;
      JsonObject profile = profiles.getJsonObject(column.getString("name"));
      if (profile != null) {
        column.put("profile", profile);
        described.put("sampled", TableProfile.sampled(profile.getLong("sampled_rows")));
      }
    }
    int left = described.getJsonArray("columns").size() - profiles.size();
    if (left > 0) {
      described.put("not_profiled", left);
    }
  }

  /** Leaves out the tables that do not fit, and says so first. */
  private ToolAnswer answer(
      ToolContext context, CatalogInfo catalog, String level, List<JsonObject> described) {
    JsonArray shown = new JsonArray();
    StringBuilder lines = new StringBuilder();
    for (JsonObject table : described) {
      String text = CatalogText.of(table);
      if (!shown.isEmpty()
          && lines.length() + text.length() > statements.limits().maxCharacters()) {
        break;
      }
      shown.add(table);
      lines.append(lines.isEmpty() ? "" : "\n").append(text);
    }
    boolean truncated = shown.size() < described.size();
    String first =
        "%s, catalog %s (%s), level %s: %d tables%s"
            .formatted(
                context.tenant().path(),
                catalog.catalog(),
                catalog.dialect(),
                level,
                described.size(),
                truncated
                    ? ", TRUNCATED after " + shown.size() + ". " + others(described, shown.size())
                    : ".");
    JsonObject structured =
        new JsonObject()
            .put("environment", context.tenant().path())
            .put("catalog", catalog.catalog())
            .put("dialect", catalog.dialect())
            .put("level", level)
            .put("table_count", described.size())
            .put("truncated", truncated)
            .put("tables", shown);
    return new ToolAnswer(
        first + "\n" + Fence.around(lines.toString()), structured, (long) shown.size());
  }

  private static String others(List<JsonObject> described, int from) {
    String schemas =
        described.stream()
            .skip(from)
            .map(table -> table.getString("schema"))
            .distinct()
            .limit(20)
            .collect(Collectors.joining(", "));
    return "Select by schemas or tables, or use level overview; left out: schemas " + schemas + ".";
  }

  private static String level(String asked, List<TableInfo> tables) {
    if (!asked.equals("automatic")) {
      return asked;
    }
    return tables.size() <= AUTOMATIC_COLUMNS_UP_TO ? "columns" : "overview";
  }

  private static Schema tableSchema() {
    Schema column =
        Schema.object()
            .required("name", Schema.text())
            .required("type", Schema.text())
            .required("nullable", Schema.flag())
            .optional("comment", Schema.text())
            .optional("profile", Schema.map());
    return Schema.object()
        .required("schema", Schema.text())
        .required("name", Schema.text())
        .required("kind", Schema.text())
        .required("estimated_rows", Schema.integer().orNull())
        .optional("comment", Schema.text())
        .optional("columns", Schema.list(column))
        .optional("sampled", Schema.flag())
        .optional("not_profiled", Schema.integer())
        .optional("model", Schema.text())
        .optional("endorsement", Schema.text())
        .optional("dimensions", Schema.list(Schema.map()))
        .optional("measures", Schema.list(Schema.map()))
        .optional("relations", Schema.list(Schema.map()));
  }
}
