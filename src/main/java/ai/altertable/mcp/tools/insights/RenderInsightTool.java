package ai.altertable.mcp.tools.insights;

import ai.altertable.mcp.assets.Insight;
import ai.altertable.mcp.assets.InsightStore;
import ai.altertable.mcp.bus.Interaction;
import ai.altertable.mcp.bus.ToolDescriptor;
import ai.altertable.mcp.charts.Chart;
import ai.altertable.mcp.charts.ChartPainter;
import ai.altertable.mcp.config.LakehouseConfig.QueryLimits;
import ai.altertable.mcp.lakehouse.QueryResult;
import ai.altertable.mcp.tools.Schema;
import ai.altertable.mcp.tools.Tool;
import ai.altertable.mcp.tools.ToolAnswer;
import ai.altertable.mcp.tools.ToolArguments;
import ai.altertable.mcp.tools.ToolContext;
import ai.altertable.mcp.tools.ToolDefinition;
import ai.altertable.mcp.tools.content.Views;
import ai.altertable.mcp.tools.result.Links;
import ai.altertable.mcp.tools.result.QueryPage;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code render_insight}: runs an insight and draws it, in the view where the client shows views,
 * else as a picture.
 */
public final class RenderInsightTool implements Tool {
  private static final Logger LOG = LoggerFactory.getLogger(RenderInsightTool.class);

  /** A chart wants all of its points; the text of the answer is cut like any other. */
  private static final int ROWS = 1000;

  private static final ToolDescriptor DESCRIPTOR =
      ToolDefinition.reads("insights", "render_insight")
          .mayTakeLong()
          .title("Draw an insight")
          .view(Views.CHART)
          .description(
              "Runs an insight, with the arguments of execute_insight, and shows its chart to the"
                  + " user. Use it when the user wants to see something.")
          .input(
              InsightSchemas.withBriefDefinition(
                  AskedInsights.input()
                      .optional("title", Schema.text().length(1, 120))
                      .optional("visualization", InsightSchemas.VISUALIZATION)
                      .optional("picture", Schema.flag().otherwise(true))))
          .output(
              InsightAnswer.OUTPUT.required(
                  "chart", Schema.map().describe("kind, title, notes and what is drawn")))
          .build();

  private final AskedInsights asked;
  private final InsightRunner runner;
  private final QueryLimits limits;
  private final Links links;
  private final ChartPainter painter;

  public RenderInsightTool(
      InsightStore insights,
      InsightRunner runner,
      QueryLimits limits,
      Links links,
      ChartPainter painter) {
    this.asked = new AskedInsights(insights, runner);
    this.runner = runner;
    this.limits = limits;
    this.links = links;
    this.painter = painter;
  }

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Future<ToolAnswer> call(ToolContext context, ToolArguments arguments) {
    return asked
        .read(context, arguments)
        .compose(
            insight ->
                runner
                    .compile(context, insight.question())
                    .compose(
                        compiled ->
                            runner
                                .run(context, compiled, ROWS, true)
                                .compose(
                                    result ->
                                        drawn(
                                            context,
                                            arguments,
                                            chart(arguments, insight, compiled, result),
                                            answer(context, insight, compiled, result)))));
  }

  private static Chart chart(
      ToolArguments arguments,
      AskedInsight insight,
      InsightRunner.Compiled compiled,
      QueryResult result) {
    Optional<Insight.Draft> saved = insight.saved().map(Insight::draft);
    String kind = insight.given().kind();
    String title =
        arguments
            .optionalText("title")
            .or(() -> saved.map(Insight.Draft::title))
            .orElse(kind.substring(0, 1).toUpperCase(Locale.ROOT) + kind.substring(1));
    String visualization =
        arguments
            .optionalText("visualization")
            .or(() -> saved.map(Insight.Draft::visualization))
            .orElse("");
    return InsightCharts.of(
        new InsightCharts.Shown(title, visualization),
        insight.question().definition(),
        insight.question().now(),
        compiled,
        result);
  }

  private ToolAnswer answer(
      ToolContext context,
      AskedInsight insight,
      InsightRunner.Compiled compiled,
      QueryResult result) {
    QueryPage page = QueryPage.of(context.tenant(), result, 0, limits);
    return InsightAnswer.of(context, insight, compiled, page, links);
  }

  /** With the chart, and its picture when the client needs one. */
  private Future<ToolAnswer> drawn(
      ToolContext context, ToolArguments arguments, Chart chart, ToolAnswer answer) {
    JsonObject json = chart.toJson();
    answer.structured().put("chart", json);
    boolean wanted =
        arguments.flag("picture", true)
            && !context.interaction().mayAsk(Interaction.Question.VIEWS);
    return wanted
        ? painter
            .png(json)
            .map(png -> answer.with(image(png)))
            .recover(failure -> Future.succeededFuture(withoutPicture(answer, failure)))
        : Future.succeededFuture(answer);
  }

  /** The numbers are worth having without it. */
  private static ToolAnswer withoutPicture(ToolAnswer answer, Throwable failure) {
    LOG.warn("a chart was not drawn", failure);
    return answer.followedBy("\nThe picture could not be drawn just now; the page shows it.");
  }

  private static JsonObject image(Buffer png) {
    return new JsonObject()
        .put("type", "image")
        .put("data", Base64.getEncoder().encodeToString(png.getBytes()))
        .put("mimeType", "image/png");
  }
}
