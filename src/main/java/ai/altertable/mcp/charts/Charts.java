package ai.altertable.mcp.charts;

import ai.altertable.mcp.analytics.insight.Funnel;
import ai.altertable.mcp.analytics.insight.Retention;
import ai.altertable.mcp.analytics.insight.Segmentation;
import java.util.ArrayList;
import java.util.List;

/** Makes the chart of an insight that was run. */
public final class Charts {
  private Charts() {}

  /**
   * The chart. A visualization that the kind of insight cannot have gives way to one it can; no
   * rows make an empty chart that says so.
   */
  public static Chart of(Executed executed) {
    if (executed.rows().isEmpty() && !(executed.definition() instanceof Segmentation)) {
      return empty(executed, "");
    }
    if (executed.visualization().equals("table")) {
      return table(executed);
    }
    if (executed.definition() instanceof Segmentation segmentation) {
      return new SegmentationChart(executed, segmentation).chart();
    }
    if (executed.definition() instanceof Funnel funnel) {
      return new FunnelChart(executed, funnel).chart();
    }
    if (executed.definition() instanceof Retention retention) {
      return new RetentionChart(executed, retention).chart();
    }
    return new TabularChart(executed).chart();
  }

  static Chart empty(Executed executed, String subtitle) {
    return new Chart(
        executed.title(),
        subtitle,
        List.of(),
        new Chart.Message(false, "The question was answered, and no row matches it."));
  }

  static Chart table(Executed executed) {
    return new Chart(
        executed.title(),
        "",
        notes(executed, List.of()),
        new Chart.Cells(executed.columns(), executed.rows()));
  }

  /** The notes, and first that rows are missing when they are. */
  static List<String> notes(Executed executed, List<String> notes) {
    List<String> all = new ArrayList<>();
    if (executed.truncated()) {
      all.add(
          "Incomplete: there are more rows than the "
              + executed.rows().size()
              + " that are shown here.");
    }
    all.addAll(notes);
    return all;
  }
}
