package ai.altertable.mcp.lakehouse;

import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.platform.tracing.Tracing;
import io.vertx.core.Future;
import java.util.List;

/** A lakehouse whose engines are seen in traces. */
public final class TracedLakehouse implements Lakehouse {
  private final Lakehouse lakehouse;
  private final Tracing tracing;

  public TracedLakehouse(Lakehouse lakehouse, Tracing tracing) {
    this.lakehouse = lakehouse;
    this.tracing = tracing;
  }

  @Override
  public Future<List<CatalogInfo>> catalogs(Tenant tenant) {
    return lakehouse.catalogs(tenant);
  }

  @Override
  public Future<QueryEngine> engine(Tenant tenant, String catalog) {
    return lakehouse.engine(tenant, catalog).map(this::traced);
  }

  @Override
  public Future<QueryEngine> engineFor(Tenant tenant, String catalog, String sql) {
    return lakehouse.engineFor(tenant, catalog, sql).map(this::traced);
  }

  private QueryEngine traced(QueryEngine engine) {
    return new TracedEngine(engine, tracing);
  }
}
