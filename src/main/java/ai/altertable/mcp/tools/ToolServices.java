package ai.altertable.mcp.tools;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.config.LakehouseConfig.QueryLimits;
import ai.altertable.mcp.lakehouse.Lakehouse;
import ai.altertable.mcp.lakehouse.ResultPages;
import ai.altertable.mcp.platform.PlatformDatabase;
import ai.altertable.mcp.platform.Secrets;

/**
 * What tools work with.
 *
 * @param database where assets are
 * @param lakehouse where data is
 * @param results kept results
 * @param limits of one answer
 * @param secrets sign cursors
 * @param limiter the node's, for what {@code whoami} says of it
 */
public record ToolServices(
    PlatformDatabase database,
    Lakehouse lakehouse,
    ResultPages results,
    QueryLimits limits,
    Secrets secrets,
    CallLimiter limiter) {
  public ToolServices {
    requireNonNull(database, "database is null");
    requireNonNull(lakehouse, "lakehouse is null");
    requireNonNull(results, "results is null");
    requireNonNull(limits, "limits is null");
    requireNonNull(secrets, "secrets is null");
    requireNonNull(limiter, "limiter is null");
  }
}
