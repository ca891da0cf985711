package ai.altertable.mcp.tools.data;

import ai.altertable.mcp.bus.ToolDescriptor;
import ai.altertable.mcp.config.LakehouseConfig.QueryLimits;
import ai.altertable.mcp.lakehouse.Lakehouse;
import ai.altertable.mcp.lakehouse.QueryRequest;
import ai.altertable.mcp.lakehouse.export.ExportFormat;
import ai.altertable.mcp.lakehouse.export.ExportLinks;
import ai.altertable.mcp.lakehouse.export.ExportOrder;
import ai.altertable.mcp.tools.Schema;
import ai.altertable.mcp.tools.Tool;
import ai.altertable.mcp.tools.ToolAnswer;
import ai.altertable.mcp.tools.ToolArguments;
import ai.altertable.mcp.tools.ToolContext;
import ai.altertable.mcp.tools.ToolDefinition;
import ai.altertable.mcp.tools.content.Views;
import ai.altertable.mcp.tools.result.QueryPage;
import ai.altertable.mcp.tools.result.ResultAnswer;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** {@code query_lakehouse}: runs one read-only statement. */
public final class QueryLakehouseTool implements Tool {
  private static final int DEFAULT_LIMIT = 100;

  private final Lakehouse lakehouse;
  private final ExportLinks exports;
  private final QueryLimits limits;
  private final ToolDescriptor descriptor;

  public QueryLakehouseTool(Lakehouse lakehouse, ExportLinks exports, QueryLimits limits) {
    this.lakehouse = lakehouse;
    this.exports = exports;
    this.limits = limits;
    this.descriptor = describe(limits);
  }

  @Override
  public ToolDescriptor descriptor() {
    return descriptor;
  }

  @Override
  public Future<ToolAnswer> call(ToolContext context, ToolArguments arguments) {
    int limit = arguments.integer("limit", Math.min(DEFAULT_LIMIT, limits.maxRows()));
    long offset = arguments.longInteger("offset", 0);
    Duration timeout =
        Duration.ofSeconds(
            arguments.integer("timeout_seconds", (int) limits.timeout().toSeconds()));
    QueryRequest request =
        new QueryRequest(arguments.text("statement"), offset, limit, timeout, context.tag(), true);
    return lakehouse
        .engineFor(
            context.tenant(),
            arguments.optionalText("catalog").orElse(null),
            arguments.text("statement"))
        .compose(engine -> engine.query(request, context.cancellation()))
        .compose(
            result -> {
              QueryPage page = QueryPage.of(context.tenant(), result, offset, limits);
              JsonObject structured =
                  page.structured()
                      .put("query_id", result.queryId())
                      .put("elapsed_ms", result.elapsedMillis());
              return arguments
                  .optionalText("export")
                  .map(format -> exported(context, arguments, format, page, structured))
                  .orElseGet(() -> Future.succeededFuture(page.answer(structured)));
            });
  }

  private Future<ToolAnswer> exported(
      ToolContext context,
      ToolArguments arguments,
      String format,
      QueryPage page,
      JsonObject structured) {
    ExportOrder order =
        new ExportOrder(
            arguments.optionalText("catalog").orElse(null),
            arguments.text("statement"),
            ExportFormat.of(format));
    return exports
        .create(context.tenant(), context.caller().grantId(), order)
        .map(
            link -> {
              structured
                  .put("export_url", link.url())
                  .put("export_expires_at", link.expiresAt().toString());
              return page.answer(structured)
                  .followedBy(
                      "\nThe whole result as %s, once, for whoever opens it before %s: %s"
                          .formatted(format, link.expiresAt(), link.url()));
            });
  }

  private static ToolDescriptor describe(QueryLimits limits) {
    long timeout = limits.timeout().toSeconds();
    return ToolDefinition.reads("data", "query_lakehouse")
        .mayTakeLong()
        .title("Query the lakehouse")
        .view(Views.RESULT_TABLE)
        .description(
            "Runs one read-only SELECT (or WITH, VALUES, TABLE) in the catalog's dialect and returns"
                + " a page of rows. The first line says whether rows were left out, and how to get"
                + " them. Find tables with get_connection first; aggregate in SQL rather than"
                + " fetching raw rows.")
        .input(
            Schema.object()
                .required(
                    "statement",
                    Schema.text()
                        .length(1, 100_000)
                        .describe(
                            "One SQL statement; tables as schema.table or catalog.schema.table"))
                .optional("catalog", CatalogArgument.SCHEMA)
                .optional(
                    "limit",
                    Schema.integer()
                        .between(1, limits.maxRows())
                        .otherwise(Math.min(DEFAULT_LIMIT, limits.maxRows())))
                .optional(
                    "offset",
                    Schema.integer().between(0, Integer.MAX_VALUE).describe("Rows to skip"))
                .optional(
                    "export",
                    Schema.choice("csv", "ndjson", "parquet")
                        .describe("Also make a link to download all rows, good once"))
                .optional(
                    "timeout_seconds", Schema.integer().between(1, timeout).otherwise(timeout)))
        .output(
            ResultAnswer.OUTPUT
                .required("query_id", Schema.text())
                .required("elapsed_ms", Schema.integer())
                .optional("export_url", Schema.text())
                .optional("export_expires_at", Schema.text()))
        .build();
  }
}
