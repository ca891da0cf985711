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
}
