package ai.altertable.mcp.lakehouse;

import ai.altertable.mcp.bus.TraceContext;
import ai.altertable.mcp.lakehouse.rows.RowCursor;
import ai.altertable.mcp.platform.Cancellation;
import ai.altertable.mcp.platform.tracing.Tracing;
import io.vertx.core.Future;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * An engine whose work is a span of the call that its tag names (OpenTelemetry, "Semantic
 * conventions for database client spans"). Never with the statement, which holds data.
 */
final class TracedEngine implements QueryEngine {
  private final QueryEngine engine;
  private final Tracing tracing;

  TracedEngine(QueryEngine engine, Tracing tracing) {
    this.engine = engine;
    this.tracing = tracing;
  }

  @Override
  public CatalogInfo catalog() {
    return engine.catalog();
  }

  @Override
  public Future<Void> ping() {
    return engine.ping();
  }

  @Override
  public Future<QueryResult> query(QueryRequest request, Cancellation cancellation) {
    return traced("query", request.tag(), () -> engine.query(request, cancellation));
  }

  /** Until the first rows can be had; who reads them decides how long the rest takes. */
  @Override
  public Future<RowCursor> open(String sql, String tag, Cancellation cancellation) {
    return traced("open", tag, () -> engine.open(sql, tag, cancellation));
  }

  @Override
  public Future<Void> validate(String sql, String tag, Cancellation cancellation) {
    return traced("validate", tag, () -> engine.validate(sql, tag, cancellation));
  }

  @Override
  public Future<QueryPlan> explain(String sql, String tag, Cancellation cancellation) {
    return traced("explain", tag, () -> engine.explain(sql, tag, cancellation));
  }

  @Override
  public Future<List<TableInfo>> tables(String tag, Cancellation cancellation) {
    return traced("tables", tag, () -> engine.tables(tag, cancellation));
  }

  private <T> Future<T> traced(String operation, String tag, Supplier<Future<T>> work) {
    TraceContext trace = CallTag.of(tag).trace();
    if (!trace.present()) {
      return work.get();
    }
    String name = engine.catalog().engine();
    String system = name.equals("postgres") ? "postgresql" : name;
    Tracing.Span span =
        tracing.part(
            operation + " " + system,
            true,
            trace,
            Map.of(
                "db.system.name",
                system,
                "db.operation.name",
                operation,
                "db.namespace",
                engine.catalog().catalog()));
    return work.get().onComplete(done -> span.end(error(done.cause())));
  }

  private static String error(Throwable failure) {
    if (failure == null) {
      return null;
    }
    return failure instanceof QueryFault fault
        ? fault.kind().name().toLowerCase(Locale.ROOT)
        : failure.getClass().getSimpleName();
  }
}
