package ai.altertable.mcp.tools.insights;

import ai.altertable.mcp.tools.Schema;
import ai.altertable.mcp.tools.ToolAnswer;
import ai.altertable.mcp.tools.ToolContext;
import ai.altertable.mcp.tools.result.Links;
import ai.altertable.mcp.tools.result.QueryPage;
import ai.altertable.mcp.tools.result.ResultAnswer;
import io.vertx.core.json.JsonObject;

/** What the tools that run an insight answer. */
final class InsightAnswer {
  static final Schema OUTPUT =
      Lineage.describe(
          ResultAnswer.OUTPUT
              .required("slug", Schema.text().orNull())
              .required("kind", Schema.text())
              .required("definition", Schema.map())
              .required("compiled_sql", Schema.text())
              .required("url", Schema.text().orNull()));

  private InsightAnswer() {}

  /** The rows, what they come from, and where people see them. */
  static ToolAnswer of(
      ToolContext context,
      AskedInsight asked,
      InsightRunner.Compiled compiled,
      QueryPage page,
      Links links) {
    String url =
        asked.saved().map(insight -> links.insight(context.tenant(), insight.slug())).orElse(null);
    JsonObject structured =
        page.structured()
            .put("slug", asked.slug())
            .put("kind", asked.given().kind())
            .put("definition", asked.given().definition())
            .put("compiled_sql", compiled.sql())
            .put("url", url);
    String origin = compiled.lineage().text();
    return page.answer(compiled.lineage().addTo(structured))
        .followedBy(origin.isEmpty() ? "" : "\n" + origin)
        .followedBy(url == null ? "" : "\nOn a page, for people: " + url);
  }
}
