package ai.altertable.mcp.charts;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The scripts that draw, for whoever runs them. Both are in the jar. */
public final class ChartScripts {
  private ChartScripts() {}

  /** Apache ECharts, with the types of charts that are used here. */
  public static String echarts() {
    return read("/META-INF/resources/webjars/echarts/5.3.1/dist/echarts.common.min.js");
  }

  /** Makes options of ECharts out of charts: {@code altertableChart}. */
  public static String drawing() {
    return read("/webroot/charts/chart.js");
  }

  private static String read(String path) {
    try (InputStream in = ChartScripts.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + path);
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
