package ai.altertable.mcp.tools.insights;

import ai.altertable.mcp.analytics.insight.InsightDefinition;
import ai.altertable.mcp.charts.Chart;
import ai.altertable.mcp.charts.Charts;
import ai.altertable.mcp.charts.Executed;
import ai.altertable.mcp.lakehouse.QueryResult;
import java.time.Instant;

/** The charts of insights that were run. */
public final class InsightCharts {
  private InsightCharts() {}

  /**
   * How an insight wants to be shown.
   *
   * @param visualization as saved; empty for that of the kind
   */
  public record Shown(String title, String visualization) {}

  /**
   * @param asOf the time it was answered as of
   */
  public static Chart of(
      Shown shown,
      InsightDefinition definition,
      Instant asOf,
      InsightRunner.Compiled compiled,
      QueryResult result) {
    return Charts.of(
        new Executed(
            shown.title(),
            shown.visualization(),
            definition,
            asOf,
            compiled.lineage().formats(),
            result));
  }
}
