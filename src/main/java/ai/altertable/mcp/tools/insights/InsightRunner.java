package ai.altertable.mcp.tools.insights;

import ai.altertable.mcp.analytics.insight.InsightDefinition;
import ai.altertable.mcp.analytics.insight.SegmentationCompiler;
import ai.altertable.mcp.analytics.sql.PostgresDialect;
import ai.altertable.mcp.config.LakehouseConfig.QueryLimits;
import ai.altertable.mcp.lakehouse.Lakehouse;
import ai.altertable.mcp.lakehouse.QueryEngine;
import ai.altertable.mcp.lakehouse.QueryRequest;
import ai.altertable.mcp.lakehouse.QueryResult;
import ai.altertable.mcp.tools.ToolContext;
import io.vertx.core.Future;
import java.time.Clock;

/** Compiles an insight to SQL and runs it. */
public final class InsightRunner {
  private final Lakehouse lakehouse;
  private final QueryLimits limits;
  private final Clock clock;

  public InsightRunner(Lakehouse lakehouse, QueryLimits limits, Clock clock) {
    this.lakehouse = lakehouse;
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * What an insight runs.
   *
   * @param sql one statement
   * @param catalog where, or null for the managed lakehouse
   */
  public record Compiled(String sql, String catalog) {}

  public Compiled compile(InsightDefinition definition) {
    return definition.fold(
        new InsightDefinition.Cases<>() {
          @Override
          public Compiled sql(InsightDefinition.Sql sql) {
            return new Compiled(sql.statement(), sql.catalog().orElse(null));
          }

          @Override
          public Compiled segmentation(InsightDefinition.Segments segments) {
            return new Compiled(
                SegmentationCompiler.compile(segments.segmentation(), clock.instant())
                    .in(new PostgresDialect()),
                null);
          }
        });
  }

  /**
   * Runs what was compiled.
   *
   * @param rows most rows of the page
   * @param keep whether rows beyond the page are kept under a handle
   */
  public Future<QueryResult> run(ToolContext context, Compiled compiled, int rows, boolean keep) {
    QueryRequest request =
        new QueryRequest(
            compiled.sql(),
            0,
            Math.min(rows, limits.maxRows()),
            limits.timeout(),
            context.tag(),
            keep);
    return engine(context, compiled)
        .compose(engine -> engine.query(request, context.cancellation()));
  }

  /** Checks what was compiled without running it. */
  public Future<Void> validate(ToolContext context, Compiled compiled) {
    return engine(context, compiled)
        .compose(engine -> engine.validate(compiled.sql(), context.cancellation()));
  }

  private Future<QueryEngine> engine(ToolContext context, Compiled compiled) {
    return lakehouse.engine(context.tenant(), compiled.catalog());
  }
}
