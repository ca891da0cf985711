package ai.altertable.mcp.lakehouse.connection;

import ai.altertable.mcp.platform.AuditLog;
import ai.altertable.mcp.platform.PlatformDatabase;
import ai.altertable.mcp.platform.SealedColumn;
import ai.altertable.mcp.platform.Secrets;
import io.vertx.core.Vertx;

/** The connections of this installation: one way in for people, one for engines. */
public final class ConnectionRegistry {
  private final ConnectionStore store;
  private final ConnectionDirectory directory;

  public ConnectionRegistry(Vertx vertx, PlatformDatabase database, Secrets secrets) {
    this.store = new ConnectionStore(database, secrets);
    this.directory = new ConnectionDirectory(vertx, store);
  }

  /** Where their passwords are. */
  public static SealedColumn sealed() {
    return ConnectionStore.SEALED;
  }

  /** For engines. */
  public ConnectionDirectory directory() {
    return directory;
  }

  /**
   * For those who manage them.
   *
   * @param most connections of one environment
   */
  public Connections connections(EngineDrivers drivers, AuditLog audit, int most) {
    return new PlatformConnections(store, drivers, audit, most);
  }
}
