package ai.altertable.mcp.tools.insights;

import ai.altertable.mcp.tools.Schema;
import ai.altertable.mcp.tools.ToolContext;
import ai.altertable.mcp.tools.result.Links;
import ai.altertable.mcp.tools.result.QueryPage;
import ai.altertable.mcp.tools.result.ResultAnswer;
import io.vertx.core.json.JsonObject;

/** What the tools that run an insight answer. */
final class InsightAnswer {
  static final Schema OUTPUT =
      ResultAnswer.OUTPUT
          .required("slug", Schema.text().orNull())
          .required("kind", Schema.text())
          .required("definition", Schema.map())
          .required("compiled_sql", Schema.text())
          .required("url", Schema.text().orNull());

  private InsightAnswer() {}

  static JsonObject structured(
      ToolContext context, AskedInsight asked, String sql, QueryPage page, Links links) {
    return page.structured()
        .put("slug", asked.slug())
        .put("kind", asked.given().kind())
        .put("definition", asked.given().definition())
        .put("compiled_sql", sql)
        .put("url", url(context, asked, links));
  }

  /** The page of a saved insight; null when it is not saved. */
  static String url(ToolContext context, AskedInsight asked, Links links) {
    return asked
        .saved()
        .map(insight -> links.insight(context.tenant(), insight.slug()))
        .orElse(null);
  }

  /** The line that tells people where to look; empty when it is not saved. */
  static String link(JsonObject structured) {
    String url = structured.getString("url");
    return url == null ? "" : "\nOn a page, for people: " + url;
  }
}
