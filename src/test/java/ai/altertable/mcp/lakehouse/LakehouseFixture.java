package ai.altertable.mcp.lakehouse;

import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.config.ConnectionsConfig;
import ai.altertable.mcp.config.LakehouseConfig;
import ai.altertable.mcp.config.LakehouseConfig.QueryLimits;
import ai.altertable.mcp.lakehouse.connection.ConnectionRegistry;
import ai.altertable.mcp.lakehouse.connection.Connections;
import ai.altertable.mcp.lakehouse.connection.DuckDbSettings;
import ai.altertable.mcp.lakehouse.connection.EngineDrivers;
import ai.altertable.mcp.lakehouse.connection.HostPolicy;
import ai.altertable.mcp.lakehouse.connection.PostgresSettings;
import ai.altertable.mcp.lakehouse.connection.TrinoSettings;
import ai.altertable.mcp.lakehouse.duckdb.DuckDbDriver;
import ai.altertable.mcp.lakehouse.export.ExportLinks;
import ai.altertable.mcp.lakehouse.postgres.EnvironmentDatabase;
import ai.altertable.mcp.lakehouse.postgres.EnvironmentDatabases;
import ai.altertable.mcp.lakehouse.postgres.PostgresDriver;
import ai.altertable.mcp.lakehouse.postgres.ReaderPools;
import ai.altertable.mcp.lakehouse.trino.TrinoDriver;
import ai.altertable.mcp.platform.AuditLog;
import ai.altertable.mcp.platform.BoundedWorker;
import ai.altertable.mcp.platform.Cancellation;
import ai.altertable.mcp.platform.PlatformDatabase;
import ai.altertable.mcp.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A lakehouse on the test server, with as many environments as a test wants. */
public final class LakehouseFixture implements AutoCloseable {
  public static final Duration TIMEOUT = Duration.ofSeconds(20);
  public static final UUID GRANT = UUID.fromString("00000000-0000-4000-8000-000000000001");

  /** Where files of duckdb connections are. */
  public static final Path FILES = Path.of("target", "test-files").toAbsolutePath();

  public final Vertx vertx = Vertx.vertx();
  public final TestDatabase database = TestDatabase.create();
  public final PlatformDatabase platform = database.connect(vertx);
  public final EnvironmentDatabases databases;
  public final ReaderPools pools;
  public final StoredResults results;
  public final ExportLinks exports;
  public final LakehouseConfig config;
  public final ConnectionRegistry registry;
  public final EngineDrivers drivers;

  public LakehouseFixture() {
    this(new LakehouseConfig(Optional.empty(), 2, 8, Duration.ofMinutes(5), limits()));
  }

  public LakehouseFixture(LakehouseConfig config) {
    this.config = config;
    databases =
        new EnvironmentDatabases(vertx, platform, database.access().admin(), database.secrets());
    pools = new ReaderPools(vertx, config);
    results =
        new StoredResults(
            platform,
            new BoundedWorker(vertx, "test-results", 1, 16),
            config.limits().resultLifetime());
    exports =
        new ExportLinks(
            platform,
            database.secrets(),
            Duration.ofMinutes(10),
            URI.create("https://app.example.com"));
    registry = new ConnectionRegistry(vertx, platform, database.secrets());
    drivers = drivers(connections());
  }

  /** What the tests' connections may reach: this machine. */
  public static ConnectionsConfig connections() {
    return new ConnectionsConfig(
        List.of("localhost", "127.0.0.0/8"),
        false,
        Optional.of(FILES),
        3,
        new ConnectionsConfig.DuckDb(2, 1, 256));
  }

  private EngineDrivers drivers(ConnectionsConfig connections) {
    HostPolicy hosts = new HostPolicy(vertx, connections);
    return new EngineDrivers(
        Map.of(
            PostgresSettings.ENGINE,
            new PostgresDriver(vertx, pools, hosts, results, config.limits()),
            DuckDbSettings.ENGINE,
            new DuckDbDriver(vertx, connections, results, config.limits()),
            TrinoSettings.ENGINE,
            new TrinoDriver(vertx, hosts, results, config.limits())));
  }

  /** For those who manage connections. */
  public Connections connections(AuditLog audit) {
    return registry.connections(drivers, audit, connections().most());
  }

  public static QueryLimits limits() {
    return new QueryLimits(Duration.ofSeconds(10), 1000, 50_000, Duration.ofMinutes(30));
  }

  /** A new organization with one environment. */
  public Tenant tenant(String organization, String environment) {
    Row row =
        await(
                platform
                    .pool()
                    .preparedQuery(
                        "WITH o AS (INSERT INTO organization (slug, name) VALUES ($1, $1)"
                            + " ON CONFLICT (slug) DO UPDATE SET name = excluded.name RETURNING id)"
                            + " INSERT INTO environment (organization_id, slug, name)"
                            + " SELECT id, $2, $2 FROM o RETURNING organization_id, id")
                    .execute(Tuple.of(organization, environment)))
            .iterator()
            .next();
    return new Tenant(row.getUUID(0), organization, row.getUUID(1), environment);
  }

  public Lakehouse lakehouse(EnvironmentSeed seed) {
    return new PlatformLakehouse(
        new ManagedLakehouse(vertx, databases, seed, pools, results, config.limits()),
        registry.directory(),
        drivers);
  }

  public QueryEngine engine(Tenant tenant) {
    return await(lakehouse(EnvironmentSeed.NONE).engine(tenant, null));
  }

  /** Runs a statement of ours as the owner of an environment's database. */
  public void asOwner(Tenant tenant, String sql) {
    EnvironmentDatabase target = await(databases.of(tenant.environmentId()));
    await(run(target.owner(), sql));
  }

  /** Runs a statement as the server's superuser, in an environment's database. */
  public RowSet<Row> asSuperuser(Tenant tenant, String sql) {
    EnvironmentDatabase target = await(databases.of(tenant.environmentId()));
    return await(run(database.access().admin().setDatabase(target.reader().getDatabase()), sql));
  }

  public Future<RowSet<Row>> run(PgConnectOptions login, String sql) {
    return PgConnection.connect(vertx, login)
        .compose(connection -> connection.query(sql).execute().eventually(connection::close));
  }

  /** A request without limits of its own. */
  public static QueryRequest request(String sql) {
    return new QueryRequest(sql, 0, 1000, Duration.ofSeconds(10), GRANT + "/test", true);
  }

  /** The rows of a statement, as lists. */
  public static List<?> rows(QueryEngine engine, String sql) {
    return await(engine.query(request(sql), new Cancellation())).rows().getList();
  }

  /** The fault that a statement ends in. */
  public static QueryFault fault(Future<?> future) {
    try {
      Object answer = future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
      throw new AssertionError("expected a fault, got " + answer);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof QueryFault fault) {
        return fault;
      }
      throw new AssertionError("not a fault", e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  public static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(90, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new AssertionError(e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    await(drivers.close());
    await(pools.close());
    await(vertx.close());
  }
}
