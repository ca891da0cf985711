package ai.altertable.mcp.lakehouse.postgres;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.SqlConnectOptions;
import java.util.UUID;

/**
 * An environment's own database and its two logins. Holds passwords: never printed.
 *
 * @param reader login of queries: reads, and can do nothing else
 * @param owner login of ingestion
 */
public record EnvironmentDatabase(
    UUID environmentId, PgConnectOptions reader, PgConnectOptions owner) implements ReaderDatabase {
  public EnvironmentDatabase {
    requireNonNull(environmentId, "environmentId is null");
    reader = new PgConnectOptions(reader);
    owner = new PgConnectOptions(owner);
  }

  /** A copy, free to be changed. */
  @Override
  public PgConnectOptions reader() {
    return new PgConnectOptions(reader);
  }

  /** A copy, free to be changed. */
  @Override
  public PgConnectOptions owner() {
    return new PgConnectOptions(owner);
  }

  @Override
  public Object key() {
    return environmentId;
  }

  @Override
  public String title() {
    return "The environment's database";
  }

  @Override
  public boolean managed() {
    return true;
  }

  @Override
  public Future<SqlConnectOptions> login() {
    return Future.succeededFuture(reader());
  }

  @Override
  public String toString() {
    return "EnvironmentDatabase[" + environmentId + "]";
  }
}
