package ai.altertable.mcp.analytics.insight;

import java.util.List;
import java.util.Optional;

/** What an insight asks, by its kind. */
public sealed interface InsightDefinition
    permits InsightDefinition.Sql, SemanticInsight, EventInsight {

  /** Exhaustive handling; Java 17 has no switch over sealed types. */
  <T> T fold(Cases<T> cases);

  /**
   * One handler for each kind.
   *
   * @param <T> what they make of it
   */
  interface Cases<T> {
    T sql(Sql definition);

    T semantic(SemanticInsight definition);

    T segmentation(Segmentation definition);

    T funnel(Funnel definition);

    T retention(Retention definition);
  }

  /**
   * A statement.
   *
   * @param catalog where it runs; empty = the managed lakehouse
   * @param variables values that the statement leaves open
   * @param x columns of the result along the x-axis
   * @param y columns of the result that are drawn
   */
  record Sql(
      String statement,
      Optional<String> catalog,
      List<SqlVariable> variables,
      List<String> x,
      List<String> y)
      implements InsightDefinition {
    public Sql {
      variables = List.copyOf(variables);
      x = List.copyOf(x);
      y = List.copyOf(y);
    }

    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.sql(this);
    }
  }
}
