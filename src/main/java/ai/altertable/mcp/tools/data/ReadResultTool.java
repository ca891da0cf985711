package ai.altertable.mcp.tools.data;

import ai.altertable.mcp.bus.ToolDescriptor;
import ai.altertable.mcp.config.LakehouseConfig.QueryLimits;
import ai.altertable.mcp.lakehouse.QueryResult.TruncatedBy;
import ai.altertable.mcp.lakehouse.ResultPages;
import ai.altertable.mcp.lakehouse.ResultPages.KeptResult;
import ai.altertable.mcp.tools.Schema;
import ai.altertable.mcp.tools.Tool;
import ai.altertable.mcp.tools.ToolAnswer;
import ai.altertable.mcp.tools.ToolArguments;
import ai.altertable.mcp.tools.ToolContext;
import ai.altertable.mcp.tools.ToolDefinition;
import ai.altertable.mcp.tools.ToolFault;
import ai.altertable.mcp.tools.content.Views;
import ai.altertable.mcp.tools.result.ResultAnswer;
import ai.altertable.mcp.tools.result.ResultPage;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** {@code read_result}: a page, some columns or an aggregate of an earlier result. */
public final class ReadResultTool implements Tool {
  private static final int DEFAULT_LIMIT = 100;

  private final ResultPages results;
  private final QueryLimits limits;
  private final ToolDescriptor descriptor;

  public ReadResultTool(ResultPages results, QueryLimits limits) {
    this.results = results;
    this.limits = limits;
    this.descriptor = describe(limits);
  }

  @Override
  public ToolDescriptor descriptor() {
    return descriptor;
  }

  @Override
  public Future<ToolAnswer> call(ToolContext context, ToolArguments arguments) {
    String handle = arguments.text("result_handle");
    return results
        .read(context.tenant(), context.caller().grantId(), handle)
        .map(kept -> answer(context, handle, kept, arguments));
  }

  private ToolAnswer answer(
      ToolContext context, String handle, KeptResult kept, ToolArguments arguments) {
    ResultTable table = new ResultTable(kept.columns(), kept.rows());
    if (arguments.object("aggregate").isPresent()) {
      table = ResultAggregation.parse(arguments.object("aggregate").get(), table).apply(table);
    }
    List<String> columns = arguments.texts("columns");
    ResultTable wanted = columns.isEmpty() ? table : table.select(columns);
    long offset = arguments.longInteger("offset", 0);
    if (offset > wanted.rows().size()) {
      throw new ToolFault(
          "$.offset is " + offset + ", but the result holds " + wanted.rows().size() + " rows.");
    }
    int limit = arguments.integer("limit", Math.min(DEFAULT_LIMIT, limits.maxRows()));
    ResultPage page =
        ResultPage.cut(wanted.columns(), wanted.rows(), offset, limit, limits.maxCharacters());
    return page(context, handle, kept, arguments, offset, page);
  }

  private static ToolAnswer page(
      ToolContext context,
      String handle,
      KeptResult kept,
      ToolArguments arguments,
      long offset,
      ResultPage page) {
    boolean cut = page.truncatedBy() != null;
    ResultPage told = cut || kept.complete() ? page : endOfKept(page);
    String more =
        cut
            ? "More: read_result with the same handle and offset " + (offset + page.size()) + "."
            : "The statement had more rows than were kept; aggregate in SQL instead.";
    ResultAnswer.Source source =
        new ResultAnswer.Source(
            context.tenant().path(),
            kept.catalog(),
            kept.asOf(),
            cut ? Long.valueOf(offset + page.size()) : null,
            handle,
            more);
    JsonObject structured =
        ResultAnswer.structured(told, source)
            .put("kept_rows", kept.rows().size())
            .put("complete", kept.complete())
            .put("aggregated", arguments.object("aggregate").isPresent())
            .put("expires_at", kept.expiresAt().toString());
    return ResultAnswer.of(told, source, structured);
  }

  private static ResultPage endOfKept(ResultPage page) {
    return new ResultPage(page.columns(), page.rows(), page.lines(), TruncatedBy.ROWS);
  }

  private static ToolDescriptor describe(QueryLimits limits) {
    return ToolDefinition.reads("data", "read_result")
        .title("Read a result again")
        .view(Views.RESULT_TABLE)
        .description(
            "Reads an earlier result of query_lakehouse by its handle, without running it again: a"
                + " page, some columns, or an aggregate. Handles end after "
                + limits.resultLifetime().toMinutes()
                + " minutes.")
        .input(
            Schema.object()
                .required("result_handle", Schema.text().length(1, 200))
                .optional("offset", Schema.integer().between(0, Integer.MAX_VALUE).otherwise(0))
                .optional(
                    "limit",
                    Schema.integer()
                        .between(1, limits.maxRows())
                        .otherwise(Math.min(DEFAULT_LIMIT, limits.maxRows())))
                .optional(
                    "columns",
                    Schema.list(Schema.text()).items(1, 200).describe("Only these columns"))
                .optional("aggregate", ResultAggregation.SCHEMA))
        .output(
            ResultAnswer.OUTPUT
                .required("kept_rows", Schema.integer())
                .required("complete", Schema.flag().describe("Whether every row was kept"))
                .required("aggregated", Schema.flag())
                .required("expires_at", Schema.text()))
        .build();
  }
}
