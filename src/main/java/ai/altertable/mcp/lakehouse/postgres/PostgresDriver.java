package ai.altertable.mcp.lakehouse.postgres;

import ai.altertable.mcp.config.LakehouseConfig.QueryLimits;
import ai.altertable.mcp.lakehouse.QueryEngine;
import ai.altertable.mcp.lakehouse.QueryFault;
import ai.altertable.mcp.lakehouse.StoredResults;
import ai.altertable.mcp.lakehouse.connection.ConnectionCheck;
import ai.altertable.mcp.lakehouse.connection.EngineDriver;
import ai.altertable.mcp.lakehouse.connection.ExternalConnection;
import ai.altertable.mcp.lakehouse.connection.HostPolicy;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Connections to PostgreSQL servers that others run. */
public final class PostgresDriver implements EngineDriver {
  private static final int CHECK_SECONDS = 8;
  private static final String UNTRUSTED =
      "TLS failed: the server's certificate is not one that is trusted for that host";

  /** What a reader had better not be able to do. */
  private static final String INSPECT =
      """
      SELECT current_setting('server_version') AS version,
        current_setting('is_superuser') = 'on' AS boundless,
        has_database_privilege(current_database(), 'CREATE') OR EXISTS (
          SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
          WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
            AND has_table_privilege(c.oid, 'INSERT,UPDATE,DELETE,TRUNCATE')) AS writes""";

  private final Vertx vertx;
  private final ReaderPools pools;
  private final HostPolicy hosts;
  private final StoredResults results;
  private final QueryLimits limits;

  /**
   * @param pools shared with the managed databases, and bounded together with them
   */
  public PostgresDriver(
      Vertx vertx, ReaderPools pools, HostPolicy hosts, StoredResults results, QueryLimits limits) {
    this.vertx = vertx;
    this.pools = pools;
    this.hosts = hosts;
    this.results = results;
    this.limits = limits;
  }

  @Override
  public QueryEngine engine(ExternalConnection connection) {
    return new PostgresEngine(
        vertx, connection.info(), new ExternalDatabase(connection, hosts), pools, results, limits);
  }

  @Override
  public Future<ConnectionCheck> check(ExternalConnection connection) {
    return new ExternalDatabase(connection, hosts)
        .login()
        .compose(login -> PgConnection.connect(vertx, (PgConnectOptions) login))
        .compose(
            open ->
                open.query(INSPECT)
                    .execute()
                    .timeout(CHECK_SECONDS, TimeUnit.SECONDS)
                    .eventually(open::close))
        .map(rows -> found(rows.iterator().next()))
        .timeout(2 * CHECK_SECONDS, TimeUnit.SECONDS)
        .otherwise(failure -> ConnectionCheck.fails(reason(failure)));
  }

  private static ConnectionCheck found(Row row) {
    List<String> warnings = new ArrayList<>();
    if (row.getBoolean("boundless")) {
      warnings.add(
          "The login is a superuser: statements could call functions that read files or end"
              + " sessions. Give the connection a login that may only read.");
    } else if (row.getBoolean("writes")) {
      warnings.add(
          "The login may write. Statements run in read-only transactions, but a login that may"
              + " only read is better.");
    }
    return ConnectionCheck.works("PostgreSQL " + row.getString("version"), warnings);
  }

  /** In words that help who knows the server; there are no secrets in what a server says. */
  private static String reason(Throwable failure) {
    if (failure instanceof QueryFault fault) {
      return fault.getMessage();
    }
    if (failure instanceof PgException refused) {
      return "the server says: " + refused.getErrorMessage();
    }
    if (failure instanceof SSLException || failure.getCause() instanceof SSLException) {
      return UNTRUSTED;
    }
    if (failure instanceof TimeoutException) {
      return "the server does not answer in time";
    }
    String message = failure.getMessage();
    if (message != null && message.contains("SSL handshake")) {
      return UNTRUSTED;
    }
    return message == null || message.isBlank() ? "the server does not answer" : message;
  }

  /** Its connections are those of the pools, which others use, too. */
  @Override
  public Future<Void> close() {
    return Future.succeededFuture();
  }
}
