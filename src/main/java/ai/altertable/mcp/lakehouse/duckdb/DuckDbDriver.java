package ai.altertable.mcp.lakehouse.duckdb;

import ai.altertable.mcp.config.ConnectionsConfig;
import ai.altertable.mcp.config.LakehouseConfig.QueryLimits;
import ai.altertable.mcp.lakehouse.QueryEngine;
import ai.altertable.mcp.lakehouse.QueryFault;
import ai.altertable.mcp.lakehouse.StoredResults;
import ai.altertable.mcp.lakehouse.TableInfo;
import ai.altertable.mcp.lakehouse.connection.ConnectionCheck;
import ai.altertable.mcp.lakehouse.connection.EngineDriver;
import ai.altertable.mcp.lakehouse.connection.ExternalConnection;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Connections to folders of files. */
public final class DuckDbDriver implements EngineDriver {
  private static final int CHECK_SECONDS = 30;

  private final Vertx vertx;
  private final DuckDbRunner runner;
  private final StoredResults results;
  private final QueryLimits limits;

  public DuckDbDriver(
      Vertx vertx, ConnectionsConfig config, StoredResults results, QueryLimits limits) {
    this.vertx = vertx;
    this.runner = new DuckDbRunner(vertx, config);
    this.results = results;
    this.limits = limits;
  }

  @Override
  public QueryEngine engine(ExternalConnection connection) {
    return new DuckDbEngine(vertx, connection, runner, results, limits);
  }

  @Override
  public Future<ConnectionCheck> check(ExternalConnection connection) {
    return runner
        .tables(connection)
        .timeout(CHECK_SECONDS, TimeUnit.SECONDS)
        .map(DuckDbDriver::found)
        .otherwise(
            failure ->
                ConnectionCheck.fails(
                    failure instanceof QueryFault fault
                        ? fault.getMessage()
                        : "the files cannot be read"));
  }

  private static ConnectionCheck found(List<TableInfo> tables) {
    List<String> warnings =
        tables.isEmpty()
            ? List.of("The folder holds no Parquet, CSV or JSON files that can be read.")
            : List.of();
    return ConnectionCheck.works("DuckDB, " + tables.size() + " tables", warnings);
  }

  @Override
  public Future<Void> close() {
    return runner.close();
  }
}
