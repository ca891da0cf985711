package ai.altertable.mcp.lakehouse.connection;

import ai.altertable.mcp.lakehouse.QueryEngine;
import io.vertx.core.Future;

/** What runs statements on one kind of connection. */
public interface EngineDriver {
  /** The engine of a connection; touches nothing, and takes next to nothing. */
  QueryEngine engine(ExternalConnection connection);

  /**
   * Tries a connection within a few seconds, and keeps nothing open. Never fails: what goes wrong
   * is what the check says.
   */
  Future<ConnectionCheck> check(ExternalConnection connection);

  /** Lets go of everything. */
  Future<Void> close();
}
