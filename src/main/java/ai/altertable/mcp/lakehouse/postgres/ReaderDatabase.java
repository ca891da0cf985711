package ai.altertable.mcp.lakehouse.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnectOptions;
import java.util.UUID;

/** A database that queries log in to. */
public interface ReaderDatabase {
  /** Connections are kept by it: equal for the same login on the same database. */
  Object key();

  UUID environmentId();

  /** Who it is, at the beginning of a sentence. */
  String title();

  /** Whether the server and the login are ours: nothing stands between, and rights are revoked. */
  boolean managed();

  /** How to log in now; asked for every connection, and free to be changed. */
  Future<SqlConnectOptions> login();
}
