package ai.altertable.mcp.testing;

import ai.altertable.mcp.config.LakehouseConfig;
import ai.altertable.mcp.lakehouse.LakehouseFixture;
import ai.altertable.mcp.lakehouse.StoredResults;
import ai.altertable.mcp.lakehouse.connection.ConnectionRegistry;
import ai.altertable.mcp.lakehouse.connection.Connections;
import ai.altertable.mcp.lakehouse.connection.EngineDrivers;
import ai.altertable.mcp.lakehouse.connection.HostPolicy;
import ai.altertable.mcp.lakehouse.connection.PostgresSettings;
import ai.altertable.mcp.lakehouse.postgres.PostgresDriver;
import ai.altertable.mcp.lakehouse.postgres.ReaderPools;
import ai.altertable.mcp.platform.AuditLog;
import ai.altertable.mcp.platform.BoundedWorker;
import ai.altertable.mcp.platform.PlatformDatabase;
import ai.altertable.mcp.platform.Secrets;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Connections as the console manages them, which may lead to this machine. */
final class TestConnections {
  private TestConnections() {}

  static Connections of(Vertx vertx, PlatformDatabase database, Secrets secrets, AuditLog audit) {
    LakehouseConfig config =
        new LakehouseConfig(
            Optional.empty(), 2, 8, Duration.ofMinutes(5), LakehouseFixture.limits());
    StoredResults results =
        new StoredResults(
            database,
            new BoundedWorker(vertx, "test-results", 1, 16),
            config.limits().resultLifetime());
    EngineDrivers drivers =
        new EngineDrivers(
            Map.of(
                PostgresSettings.ENGINE,
                new PostgresDriver(
                    vertx,
                    new ReaderPools(vertx, config),
                    new HostPolicy(vertx, LakehouseFixture.connections()),
                    results,
                    config.limits())));
    return new ConnectionRegistry(vertx, database, secrets)
        .connections(drivers, audit, LakehouseFixture.connections().most());
  }
}
