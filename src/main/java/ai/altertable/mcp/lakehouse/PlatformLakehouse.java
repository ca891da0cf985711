package ai.altertable.mcp.lakehouse;

import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.lakehouse.QueryFault.Detail;
import ai.altertable.mcp.lakehouse.connection.ConnectionDirectory;
import ai.altertable.mcp.lakehouse.connection.EngineDrivers;
import ai.altertable.mcp.lakehouse.connection.ExternalConnection;
import ai.altertable.mcp.lakehouse.routing.Router;
import ai.altertable.mcp.lakehouse.routing.Router.Route;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The catalogs of environments: the managed one, and those of their connections. */
public final class PlatformLakehouse implements Lakehouse {
  private final ManagedLakehouse managed;
  private final ConnectionDirectory directory;
  private final EngineDrivers drivers;

  public PlatformLakehouse(
      ManagedLakehouse managed, ConnectionDirectory directory, EngineDrivers drivers) {
    this.managed = managed;
    this.directory = directory;
    this.drivers = drivers;
  }

  @Override
  public Future<List<CatalogInfo>> catalogs(Tenant tenant) {
    return directory
        .of(tenant)
        .map(
            connections ->
                Stream.concat(
                        Stream.of(ManagedLakehouse.INFO),
                        connections.stream().map(ExternalConnection::info))
                    .toList());
  }

  @Override
  public Future<QueryEngine> engine(Tenant tenant, String catalog) {
    if (isManaged(catalog)) {
      return managed.engine(tenant);
    }
    return directory.of(tenant).compose(connections -> engine(tenant, catalog, connections));
  }

  @Override
  public Future<QueryEngine> engineFor(Tenant tenant, String catalog, String sql) {
    return directory
        .of(tenant)
        .compose(
            connections -> {
              Router router = Router.of(sql, connections);
              try {
                Route route = router.route(tenant, catalog, connections);
                return engine(tenant, route.catalog(), connections)
                    .map(engine -> router.through(engine, route));
              } catch (QueryFault fault) {
                return Future.failedFuture(fault);
              }
            });
  }

  private Future<QueryEngine> engine(
      Tenant tenant, String catalog, List<ExternalConnection> connections) {
    if (isManaged(catalog)) {
      return managed.engine(tenant);
    }
    Optional<ExternalConnection> connection =
        connections.stream().filter(each -> each.info().catalog().equals(catalog)).findFirst();
    return connection
        .map(found -> Future.succeededFuture(drivers.engine(found)))
        .orElseGet(() -> Future.failedFuture(unknown(tenant, catalog, connections)));
  }

  private static boolean isManaged(String catalog) {
    return catalog == null || catalog.equals(CatalogInfo.LAKEHOUSE);
  }

  private static QueryFault unknown(
      Tenant tenant, String catalog, List<ExternalConnection> connections) {
    String catalogs =
        Stream.concat(
                Stream.of(CatalogInfo.LAKEHOUSE),
                connections.stream().map(each -> each.info().catalog()))
            .collect(Collectors.joining(", "));
    return new QueryFault(
        QueryFault.Kind.NOT_FOUND,
        "There is no catalog \"" + shorten(catalog) + "\" in " + tenant.path() + ".",
        Detail.hint("The catalogs are: " + catalogs + "."));
  }

  private static String shorten(String name) {
    return name.length() <= 63 ? name : name.substring(0, 63) + "…";
  }
}
