package ai.altertable.mcp.console;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.bus.ToolNodes;
import ai.altertable.mcp.charts.ChartPainter;
import io.vertx.core.eventbus.EventBus;

/**
 * What the pages of an environment read it with.
 *
 * @param bus where a call is stopped
 * @param tools run what is read
 * @param painter draws charts; null draws none
 */
public record EnvironmentReading(EventBus bus, ToolNodes tools, ChartPainter painter) {
  public EnvironmentReading {
    requireNonNull(bus, "bus is null");
    requireNonNull(tools, "tools is null");
  }
}
