package ai.altertable.mcp.tools.insights;

import ai.altertable.mcp.analytics.insight.InsightParser;
import ai.altertable.mcp.assets.Insight;
import ai.altertable.mcp.assets.InsightStore;
import ai.altertable.mcp.tools.Schema;
import ai.altertable.mcp.tools.ToolArguments;
import ai.altertable.mcp.tools.ToolContext;
import ai.altertable.mcp.tools.ToolFault;
import ai.altertable.mcp.tools.result.Assets;
import ai.altertable.mcp.tools.result.Times;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/** Reads which insight a call wants run: a saved one by slug, or one that is given whole. */
final class AskedInsights {
  private final InsightStore insights;
  private final InsightRunner runner;

  AskedInsights(InsightStore insights, InsightRunner runner) {
    this.insights = insights;
    this.runner = runner;
  }

  /** The arguments of both ways, without the definitions. */
  static Schema input() {
    return Schema.object()
        .optional("slug", Assets.slug("INS"))
        .optional("kind", InsightSchemas.KIND)
        .optional("from", Schema.text().describe("With to: replaces its time frame"))
        .optional("to", Schema.text())
        .optional("interval", Schema.text())
        .optional("as_of", Times.schema())
        .optional("variable_overrides", Schema.map().describe("Values by name"));
  }

  /**
   * @return fails with {@link ToolFault} when it is not clear what is meant, or there is no such
   *     insight, and with {@code DefinitionException} when the definition has faults
   */
  Future<AskedInsight> read(ToolContext context, ToolArguments arguments) {
    Instant asOf = Times.read(arguments, "as_of");
    JsonObject variables = arguments.object("variable_overrides").orElseGet(JsonObject::new);
    return saved(context, arguments)
        .map(
            saved -> {
              GivenInsight given =
                  saved
                      .map(Insight::draft)
                      .map(draft -> new GivenInsight(draft.kind(), draft.definition()))
                      .orElseGet(() -> GivenInsight.read(arguments))
                      .at(arguments);
              InsightQuestion question =
                  new InsightQuestion(
                      InsightParser.parse(given.kind(), given.definition()),
                      variables,
                      asOf == null ? runner.now() : asOf);
              return new AskedInsight(saved, given, question);
            });
  }

  private Future<Optional<Insight>> saved(ToolContext context, ToolArguments arguments) {
    Optional<String> slug = arguments.optionalText("slug");
    if (slug.isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    if (arguments.json().containsKey("kind")
        || !InsightSchemas.definition(arguments.json()).isEmpty()) {
      throw new ToolFault(
          "Give either $.slug of a saved insight, or the definition of an unsaved one.");
    }
    return insights
        .find(context.tenant().environmentId(), slug.get())
        .map(Assets.found(context, "insight", slug.get(), "list_insights"))
        .map(Optional::of);
  }
}
