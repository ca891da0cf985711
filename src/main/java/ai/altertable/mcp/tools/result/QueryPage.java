package ai.altertable.mcp.tools.result;

import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.config.LakehouseConfig.QueryLimits;
import ai.altertable.mcp.lakehouse.QueryResult;
import ai.altertable.mcp.tools.ToolAnswer;
import io.vertx.core.json.JsonObject;

/** A query's result as an answer: cut to the budget of characters, with the way to the rest. */
public record QueryPage(ResultPage page, ResultAnswer.Source source) {

  /**
   * @param offset that the query ran with
   */
  public static QueryPage of(Tenant tenant, QueryResult result, long offset, QueryLimits limits) {
    ResultPage cut =
        ResultPage.cut(
            result.columns(), result.rows(), 0, limits.maxRows(), limits.maxCharacters());
    QueryResult.More more = result.more();
    boolean cutHere = cut.truncatedBy() != null;
    ResultPage page =
        cutHere ? cut : new ResultPage(cut.columns(), cut.rows(), cut.lines(), more.truncatedBy());
    Long nextOffset = cutHere ? Long.valueOf(offset + cut.size()) : more.nextOffset();
    ResultAnswer.Source source =
        new ResultAnswer.Source(
            tenant.path(),
            result.catalog(),
            result.asOf(),
            nextOffset,
            more.resultHandle(),
            goOn(more.resultHandle(), page.size(), nextOffset));
    return new QueryPage(page, source);
  }

  public JsonObject structured() {
    return ResultAnswer.structured(page, source);
  }

  /**
   * @param structured {@link #structured}, with what the tool adds to it
   */
  public ToolAnswer answer(JsonObject structured) {
    return ResultAnswer.of(page, source, structured);
  }

  private static String goOn(String handle, int shown, Long nextOffset) {
    if (handle != null) {
      return "More without running it again: read_result with result_handle \""
          + handle
          + "\" and offset "
          + shown
          + ", or aggregate there.";
    }
    return nextOffset == null
        ? "Narrow the statement or aggregate more."
        : "More: the same statement with offset "
            + nextOffset
            + " (give it an ORDER BY over a unique key).";
  }
}
