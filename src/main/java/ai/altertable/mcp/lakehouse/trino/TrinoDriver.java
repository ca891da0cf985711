package ai.altertable.mcp.lakehouse.trino;

import ai.altertable.mcp.config.LakehouseConfig.QueryLimits;
import ai.altertable.mcp.lakehouse.QueryEngine;
import ai.altertable.mcp.lakehouse.QueryFault;
import ai.altertable.mcp.lakehouse.StoredResults;
import ai.altertable.mcp.lakehouse.connection.ConnectionCheck;
import ai.altertable.mcp.lakehouse.connection.EngineDriver;
import ai.altertable.mcp.lakehouse.connection.ExternalConnection;
import ai.altertable.mcp.lakehouse.connection.HostPolicy;
import ai.altertable.mcp.platform.Cancellation;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import java.time.Duration;
import java.util.List;

/** Connections to Trino clusters. */
public final class TrinoDriver implements EngineDriver {
  private static final Duration CHECK = Duration.ofSeconds(15);
  private static final int CONNECTIONS_TO_A_CLUSTER = 64;
  private static final int WAITING = 256;

  private final Vertx vertx;
  private final HttpClient http;
  private final HostPolicy hosts;
  private final StoredResults results;
  private final QueryLimits limits;

  public TrinoDriver(Vertx vertx, HostPolicy hosts, StoredResults results, QueryLimits limits) {
    this.vertx = vertx;
    this.http =
        vertx.createHttpClient(
            new HttpClientOptions().setDecompressionSupported(true),
            new PoolOptions()
                .setHttp1MaxSize(CONNECTIONS_TO_A_CLUSTER)
                .setMaxWaitQueueSize(WAITING));
    this.hosts = hosts;
    this.results = results;
    this.limits = limits;
  }

  @Override
  public QueryEngine engine(ExternalConnection connection) {
    return open(connection);
  }

  private TrinoEngine open(ExternalConnection connection) {
    return new TrinoEngine(
        vertx, connection, new TrinoClient(vertx, http, hosts, connection), results, limits);
  }

  @Override
  public Future<ConnectionCheck> check(ExternalConnection connection) {
    TrinoClient client = new TrinoClient(vertx, http, hosts, connection);
    String catalog = client.settings().catalog().replace("\"", "\"\"");
    String sql =
        "SELECT version(), (SELECT count(*) FROM \"" + catalog + "\".information_schema.schemata)";
    return open(connection)
        .rows(new TrinoCursor.Statement(sql, "check", 0), CHECK, new Cancellation())
        .map(rows -> ConnectionCheck.works("Trino " + rows.get(0).getString(0), List.of()))
        .otherwise(
            failure ->
                ConnectionCheck.fails(
                    failure instanceof QueryFault fault
                        ? fault.getMessage()
                        : "the cluster does not answer"));
  }

  @Override
  public Future<Void> close() {
    return http.close();
  }
}
