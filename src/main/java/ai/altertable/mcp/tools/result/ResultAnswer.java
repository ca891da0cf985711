package ai.altertable.mcp.tools.result;

import ai.altertable.mcp.lakehouse.Column;
import ai.altertable.mcp.lakehouse.QueryResult.TruncatedBy;
import ai.altertable.mcp.tools.Schema;
import ai.altertable.mcp.tools.ToolAnswer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Locale;

/**
 * Answers with rows, honest about what they leave out: the first line of the text says how many
 * rows there are, what cut them off, and how to get more.
 */
public final class ResultAnswer {
  /** Output schema of every answer with rows. */
  public static final Schema OUTPUT =
      Schema.object()
          .required("environment", Schema.text())
          .required("catalog", Schema.text())
          .required("columns", columnsSchema())
          .required("rows", Schema.list(Schema.list(Schema.any())))
          .required("row_count", Schema.integer())
          .required("truncated", Schema.flag())
          .required("truncated_by", Schema.text().orNull().describe("rows, bytes, time or null"))
          .required("next_offset", Schema.integer().orNull())
          .required("result_handle", Schema.text().orNull())
          .required("as_of", Schema.text().orNull());

  private ResultAnswer() {}

  /**
   * Where rows come from and where to go on.
   *
   * @param environment {@code organization/environment}
   * @param catalog where they were read
   * @param asOf the snapshot's time, or null
   * @param nextOffset of the first row left out, or null
   * @param resultHandle for read_result, or null
   * @param more in words: how to get what was left out; null when nothing was
   */
  public record Source(
      String environment,
      String catalog,
      Instant asOf,
      Long nextOffset,
      String resultHandle,
      String more) {}

  /** The structured form; conforms to {@link #OUTPUT}. */
  public static JsonObject structured(ResultPage page, Source source) {
    return new JsonObject()
        .put("environment", source.environment())
        .put("catalog", source.catalog())
        .put("columns", columns(page))
        .put("rows", page.rows())
        .put("row_count", page.size())
        .put("truncated", page.truncatedBy() != null)
        .put("truncated_by", wire(page.truncatedBy()))
        .put("next_offset", source.nextOffset())
        .put("result_handle", source.resultHandle())
        .put("as_of", source.asOf() == null ? null : source.asOf().toString());
  }

  /** The first line of the text. */
  public static String firstLine(ResultPage page, Source source) {
    String counted = page.size() == 1 ? "1 row" : page.size() + " rows";
    String end =
        page.truncatedBy() == null
            ? ", complete."
            : ", TRUNCATED by " + wire(page.truncatedBy()) + ". " + source.more();
    return source.environment() + ", catalog " + source.catalog() + ": " + counted + end;
  }

  public static ToolAnswer of(ResultPage page, Source source, JsonObject structured) {
    return new ToolAnswer(
        firstLine(page, source) + "\n" + page.text(), structured, (long) page.size());
  }

  private static Schema columnsSchema() {
    return Schema.list(
        Schema.object().required("name", Schema.text()).required("type", Schema.text()));
  }

  private static JsonArray columns(ResultPage page) {
    JsonArray columns = new JsonArray();
    for (Column column : page.columns()) {
      columns.add(new JsonObject().put("name", column.name()).put("type", column.type()));
    }
    return columns;
  }

  private static String wire(TruncatedBy truncatedBy) {
    return truncatedBy == null ? null : truncatedBy.name().toLowerCase(Locale.ROOT);
  }
}
