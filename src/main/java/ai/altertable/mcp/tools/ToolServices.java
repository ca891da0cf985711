package ai.altertable.mcp.tools;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.charts.ChartPainter;
import ai.altertable.mcp.config.LakehouseConfig.QueryLimits;
import ai.altertable.mcp.lakehouse.Lakehouse;
import ai.altertable.mcp.lakehouse.ResultPages;
import ai.altertable.mcp.lakehouse.export.ExportLinks;
import ai.altertable.mcp.platform.PlatformDatabase;
import ai.altertable.mcp.platform.Secrets;
import ai.altertable.mcp.tools.result.Links;

/**
 * What tools work with.
 *
 * @param database where assets are
 * @param lakehouse where data is
 * @param results kept results
 * @param exports links to whole results
 * @param limits of one answer
 * @param secrets sign cursors
 * @param limiter the node's, for what {@code whoami} says of it
 * @param links to the app's pages
 * @param painter draws charts
 */
public record ToolServices(
    PlatformDatabase database,
    Lakehouse lakehouse,
    ResultPages results,
    ExportLinks exports,
    QueryLimits limits,
    Secrets secrets,
    CallLimiter limiter,
    Links links,
    ChartPainter painter) {
  public ToolServices {
    requireNonNull(database, "database is null");
    requireNonNull(lakehouse, "lakehouse is null");
    requireNonNull(results, "results is null");
    requireNonNull(exports, "exports is null");
    requireNonNull(limits, "limits is null");
    requireNonNull(secrets, "secrets is null");
    requireNonNull(limiter, "limiter is null");
    requireNonNull(links, "links is null");
    requireNonNull(painter, "painter is null");
  }
}
