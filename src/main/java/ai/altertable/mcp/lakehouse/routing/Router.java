package ai.altertable.mcp.lakehouse.routing;

import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.lakehouse.CatalogInfo;
import ai.altertable.mcp.lakehouse.QueryEngine;
import ai.altertable.mcp.lakehouse.QueryFault;
import ai.altertable.mcp.lakehouse.QueryFault.Detail;
import ai.altertable.mcp.lakehouse.QueryFault.Kind;
import ai.altertable.mcp.lakehouse.connection.ExternalConnection;
import ai.altertable.mcp.lakehouse.connection.TrinoSettings;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Decides where a statement runs: where all the catalogs that it names can be read. */
public final class Router {
  private final CatalogNames statement;

  /**
   * Where a statement goes.
   *
   * @param catalog whose engine runs it; null for the one asked for
   * @param names how that engine calls the catalogs in the statement; those missing are left out
   */
  public record Route(String catalog, Map<String, String> names) {}

  private Router(CatalogNames statement) {
    this.statement = statement;
  }

  /**
   * @param connections of the environment
   */
  public static Router of(String sql, List<ExternalConnection> connections) {
    Set<String> known = new HashSet<>(Set.of(CatalogInfo.LAKEHOUSE));
    connections.forEach(connection -> known.add(connection.info().catalog()));
    return new Router(CatalogNames.of(sql, known));
  }

  /**
   * The route of the statement.
   *
   * @param asked the catalog asked for, or null
   * @throws QueryFault when it names catalogs that no engine sees together
   */
  public Route route(Tenant tenant, String asked, List<ExternalConnection> connections) {
    Set<String> named = statement.catalogs();
    if (named.isEmpty()) {
      return new Route(asked, Map.of());
    }
    Route best = null;
    for (ExternalConnection connection : connections) {
      String catalog = connection.info().catalog();
      if (connection.settings() instanceof TrinoSettings trino) {
        Map<String, String> names = new HashMap<>(trino.sees());
        names.put(catalog, trino.catalog());
        boolean preferred = best == null || catalog.equals(asked);
        if (names.keySet().containsAll(named) && preferred) {
          best = new Route(catalog, names);
        }
      }
    }
    if (named.size() > 1) {
      if (best == null) {
        throw apart(tenant, named);
      }
      return best;
    }
    String only = named.iterator().next();
    boolean trinoAsked =
        best != null && (best.catalog().equals(asked) || best.catalog().equals(only));
    return trinoAsked ? best : new Route(only, Map.of());
  }

  /** An engine that takes the statement as it was written. */
  public QueryEngine through(QueryEngine engine, Route route) {
    return statement.catalogs().isEmpty()
        ? engine
        : new RoutedEngine(engine, statement, Rewriting.of(statement, route.names()));
  }

  private static QueryFault apart(Tenant tenant, Set<String> named) {
    return new QueryFault(
        Kind.INVALID,
        "The statement reads from the catalogs "
            + String.join(" and ", named)
            + ", and no engine of "
            + tenant.path()
            + " sees them together.",
        Detail.hint(
            "Query each catalog by itself and join what comes back, or have a Trino connection"
                + " added whose setting \"sees\" names them."));
  }
}
