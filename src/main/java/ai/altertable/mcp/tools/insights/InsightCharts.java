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
   * @param visualization as saved; empty for that of the kind
   */
  static Chart of(
      String title, String visualization, InsightQuestion question, QueryResult result) {
    return of(title, visualization, question.definition(), question.now(), result);
  }

  /** The chart of a saved insight that was run as of a time. */
  public static Chart of(
      String title,
      String visualization,
      InsightDefinition definition,
      Instant asOf,
      QueryResult result) {
    return Charts.of(
        new Executed(
            title,
            visualization,
            definition,
            asOf,
            result.columns(),
            result.rows(),
            result.more().truncated()));
  }
}
