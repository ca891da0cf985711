package ai.altertable.mcp.tools.data;

import ai.altertable.mcp.bus.ToolDescriptor;
import ai.altertable.mcp.lakehouse.Lakehouse;
import ai.altertable.mcp.lakehouse.QueryPlan;
import ai.altertable.mcp.tools.Schema;
import ai.altertable.mcp.tools.Tool;
import ai.altertable.mcp.tools.ToolAnswer;
import ai.altertable.mcp.tools.ToolArguments;
import ai.altertable.mcp.tools.ToolContext;
import ai.altertable.mcp.tools.ToolDefinition;
import ai.altertable.mcp.tools.result.Fence;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** {@code explain_sql}: what a statement would read, without running it. */
public final class ExplainSqlTool implements Tool {
  private static final int MAX_FILTER = 300;
  private static final ToolDescriptor DESCRIPTOR =
      ToolDefinition.reads("data", "explain_sql")
          .title("Explain SQL")
          .description(
              "Plans a statement without running it: estimated rows, bytes and cost, and each table"
                  + " read with its filter. Use it before heavy statements.")
          .input(
              Schema.object()
                  .required("statement", Schema.text().length(1, 100_000))
                  .optional("catalog", CatalogArgument.OF_STATEMENT)
                  .optional(
                      "include_plan",
                      Schema.flag().otherwise(false).describe("Add the engine's whole plan")))
          .output(
              Schema.object()
                  .required("environment", Schema.text())
                  .required("catalog", Schema.text())
                  .required("estimated_rows", Schema.integer().orNull())
                  .required("estimated_bytes", Schema.integer().orNull())
                  .required("cost", Schema.number().orNull())
                  .required(
                      "tables",
                      Schema.list(
                          Schema.object()
                              .required("table", Schema.text())
                              .required("method", Schema.text())
                              .required("estimated_rows", Schema.integer().orNull())
                              .optional("filter", Schema.text())))
                  .optional("plan", Schema.list(Schema.any())))
          .build();

  private final Lakehouse lakehouse;

  public ExplainSqlTool(Lakehouse lakehouse) {
    this.lakehouse = lakehouse;
  }

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Future<ToolAnswer> call(ToolContext context, ToolArguments arguments) {
    boolean includePlan = arguments.flag("include_plan", false);
    return lakehouse
        .engineFor(
            context.tenant(),
            arguments.optionalText("catalog").orElse(null),
            arguments.text("statement"))
        .compose(
            engine ->
                engine
                    .explain(arguments.text("statement"), context.tag(), context.cancellation())
                    .map(plan -> answer(context, engine.catalog().catalog(), plan, includePlan)));
  }

  private static ToolAnswer answer(
      ToolContext context, String catalog, QueryPlan plan, boolean includePlan) {
    JsonArray tables = new JsonArray();
    StringBuilder text = new StringBuilder(context.tenant().path());
    text.append(", catalog ").append(catalog).append(": about ");
    text.append(estimate(plan.estimatedRows())).append(" rows, ");
    text.append(estimate(plan.estimatedBytes())).append(" bytes, cost ");
    text.append(estimate(plan.cost())).append(" (estimates; the statement was not run).");
    for (QueryPlan.Scan scan : plan.scans()) {
      JsonObject table =
          new JsonObject()
              .put("table", scan.table())
              .put("method", scan.method())
              .put("estimated_rows", scan.estimatedRows());
      text.append("\n- ").append(scan.method()).append(" of ").append(scan.table());
      text.append(", about ").append(estimate(scan.estimatedRows())).append(" rows");
      if (scan.filter() != null) {
        table.put("filter", scan.filter());
        text.append(", filter ").append(Fence.line(scan.filter(), MAX_FILTER));
      }
      tables.add(table);
    }
    JsonObject structured =
        new JsonObject()
            .put("environment", context.tenant().path())
            .put("catalog", catalog)
            .put("estimated_rows", plan.estimatedRows())
            .put("estimated_bytes", plan.estimatedBytes())
            .put("cost", plan.cost())
            .put("tables", tables);
    if (includePlan) {
      structured.put("plan", plan.plan());
      text.append('\n').append(Fence.around(plan.plan().encodePrettily()));
    }
    return ToolAnswer.of(text.toString(), structured);
  }

  private static String estimate(Number number) {
    return number == null ? "an unknown number of" : number.toString();
  }
}
