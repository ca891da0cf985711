package ai.altertable.mcp.lakehouse;

import ai.altertable.mcp.bus.Tenant;
import io.vertx.core.Future;
import java.util.List;

/** The catalogs of an environment. */
public interface Lakehouse {
  /**
   * Every catalog, the managed one first; never touches the engines, so a dead one does not matter.
   */
  Future<List<CatalogInfo>> catalogs(Tenant tenant);

  /**
   * The engine of one catalog.
   *
   * @param catalog name, or null for the managed lakehouse
   * @return fails with {@link QueryFault} naming the catalogs there are when there is none of that
   *     name
   */
  Future<QueryEngine> engine(Tenant tenant, String catalog);

  /**
   * The engine that a statement runs on: the one whose catalog it names, the one that sees all
   * those it names, or when it names none, that of the catalog asked for. It takes the statement as
   * it was written.
   *
   * @param catalog asked for, or null for the managed lakehouse
   * @return fails with {@link QueryFault} as {@link #engine} does, and when no engine sees all that
   *     the statement names
   */
  Future<QueryEngine> engineFor(Tenant tenant, String catalog, String sql);
}
