package ai.altertable.mcp.lakehouse.duckdb;

import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.lakehouse.LakehouseFixture;
import ai.altertable.mcp.lakehouse.QueryEngine;
import ai.altertable.mcp.lakehouse.connection.ConnectionDraft;
import ai.altertable.mcp.lakehouse.connection.Connections;
import ai.altertable.mcp.platform.AuditEvent.Actor;
import ai.altertable.mcp.testing.RecordedAudit;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/** An environment with a folder of files, and a connection {@code files} to it. */
final class FilesFixture implements AutoCloseable {
  final LakehouseFixture fixture = new LakehouseFixture();
  final Tenant tenant = fixture.tenant("files-" + UUID.randomUUID(), "production");
  final Path folder =
      LakehouseFixture.FILES
          .resolve(tenant.organization())
          .resolve(tenant.environment())
          .resolve("data");

  FilesFixture() {
    make(folder);
  }

  static void make(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes files with DuckDB itself, unbounded. */
  void write(String sql) {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        var statement = connection.createStatement()) {
      statement.execute(sql.replace("{folder}", folder.toString().replace("'", "''")));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  void text(String name, String content) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void connect(String catalog, String below) {
    LakehouseFixture.await(
        fixture
            .connections(new RecordedAudit())
            .add(
                new Connections.Asker(new Actor(null, null, null, null, null, null), null),
                tenant,
                new ConnectionDraft(
                    catalog,
                    "Files",
                    "",
                    "duckdb",
                    new JsonObject().put("folder", below),
                    Optional.empty()),
                true));
  }

  QueryEngine engine(String catalog) {
    return LakehouseFixture.await(
        fixture
            .lakehouse(ai.altertable.mcp.lakehouse.EnvironmentSeed.NONE)
            .engine(tenant, catalog));
  }

  @Override
  public void close() {
    fixture.close();
  }
}
