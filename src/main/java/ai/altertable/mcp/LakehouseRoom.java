package ai.altertable.mcp;

import ai.altertable.mcp.config.ConnectionsConfig;
import ai.altertable.mcp.config.LakehouseConfig;
import ai.altertable.mcp.lakehouse.EnvironmentSeed;
import ai.altertable.mcp.lakehouse.Lakehouse;
import ai.altertable.mcp.lakehouse.ManagedLakehouse;
import ai.altertable.mcp.lakehouse.PlatformLakehouse;
import ai.altertable.mcp.lakehouse.StoredResults;
import ai.altertable.mcp.lakehouse.TracedLakehouse;
import ai.altertable.mcp.lakehouse.connection.ConnectionRegistry;
import ai.altertable.mcp.lakehouse.connection.Connections;
import ai.altertable.mcp.lakehouse.connection.DuckDbSettings;
import ai.altertable.mcp.lakehouse.connection.EngineDrivers;
import ai.altertable.mcp.lakehouse.connection.HostPolicy;
import ai.altertable.mcp.lakehouse.connection.PostgresSettings;
import ai.altertable.mcp.lakehouse.connection.TrinoSettings;
import ai.altertable.mcp.lakehouse.duckdb.DuckDbDriver;
import ai.altertable.mcp.lakehouse.export.ExportLinks;
import ai.altertable.mcp.lakehouse.export.Exports;
import ai.altertable.mcp.lakehouse.postgres.EnvironmentDatabases;
import ai.altertable.mcp.lakehouse.postgres.PostgresDriver;
import ai.altertable.mcp.lakehouse.postgres.ReaderPools;
import ai.altertable.mcp.lakehouse.postgres.RemovedDatabases;
import ai.altertable.mcp.lakehouse.trino.TrinoDriver;
import ai.altertable.mcp.platform.BoundedWorker;
import ai.altertable.mcp.platform.DatabaseListener;
import ai.altertable.mcp.platform.Platform;
import java.util.Map;

/** What statements run on: pools, engines and connections, for the tools and for the console. */
final class LakehouseRoom {
  private static final int RESULT_THREADS = 2;
  private static final int RESULT_WAITING = 256;

  private final Platform platform;
  private final ReaderPools pools;
  private final StoredResults results;
  private final ConnectionRegistry registry;
  private final EngineDrivers drivers;
  private final RemovedDatabases removed;
  private final EnvironmentDatabases databases;

  LakehouseRoom(Platform platform) {
    LakehouseConfig config = platform.config().lakehouse();
    this.platform = platform;
    this.pools = new ReaderPools(platform.vertx(), config);
    pools.measure(platform.metrics().registry());
    this.results =
        new StoredResults(
            platform.database(),
            new BoundedWorker(platform.vertx(), "results", RESULT_THREADS, RESULT_WAITING),
            config.limits().resultLifetime());
    this.registry =
        new ConnectionRegistry(platform.vertx(), platform.database(), platform.secrets());
    this.drivers = drivers(platform.config().connections(), config);
    this.removed =
        new RemovedDatabases(platform.vertx(), platform.database(), platform.access().admin());
    this.databases =
        new EnvironmentDatabases(
            platform.vertx(), platform.database(), platform.access().admin(), platform.secrets());
  }

  private EngineDrivers drivers(ConnectionsConfig connections, LakehouseConfig config) {
    HostPolicy hosts = new HostPolicy(platform.vertx(), connections);
    return new EngineDrivers(
        Map.of(
            PostgresSettings.ENGINE,
            new PostgresDriver(platform.vertx(), pools, hosts, results, config.limits()),
            DuckDbSettings.ENGINE,
            new DuckDbDriver(platform.vertx(), connections, results, config.limits()),
            TrinoSettings.ENGINE,
            new TrinoDriver(platform.vertx(), hosts, results, config.limits())));
  }

  /** Hears of connections that change on other nodes. */
  void listen(DatabaseListener listener) {
    registry.directory().listen(listener);
  }

  /** For those who manage connections. */
  Connections connections() {
    return registry.connections(drivers, platform.audit(), platform.config().connections().most());
  }

  EnvironmentDatabases databases() {
    return databases;
  }

  StoredResults results() {
    return results;
  }

  /**
   * @param seed what new databases are given
   */
  Lakehouse lakehouse(EnvironmentSeed seed) {
    Lakehouse lakehouse =
        new PlatformLakehouse(
            new ManagedLakehouse(
                platform.vertx(),
                databases,
                seed,
                pools,
                results,
                platform.config().lakehouse().limits()),
            registry.directory(),
            drivers);
    return platform.tracing().enabled()
        ? new TracedLakehouse(lakehouse, platform.tracing())
        : lakehouse;
  }

  /** Makes and finds links to whole results. */
  ExportLinks exportLinks() {
    return new ExportLinks(
        platform.database(),
        platform.secrets(),
        platform.config().app().exports().linkLifetime(),
        platform.config().app().url());
  }

  /**
   * Whole results by link.
   *
   * @param seed what new databases are given
   */
  Exports exports(EnvironmentSeed seed) {
    Exports exports =
        new Exports(
            platform.vertx(),
            exportLinks(),
            lakehouse(seed),
            platform.audit(),
            platform.config().app().exports());
    exports.follow(platform.vertx().eventBus());
    return exports;
  }

  /** Outlives whoever runs statements; drops the databases of deleted environments. */
  Part part() {
    return new Part(
        "lakehouse",
        removed::start,
        () -> removed.stop().eventually(drivers::close).eventually(pools::close));
  }
}
