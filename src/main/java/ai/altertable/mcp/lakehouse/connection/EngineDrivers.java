package ai.altertable.mcp.lakehouse.connection;

import ai.altertable.mcp.lakehouse.QueryEngine;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The driver of each engine. */
public final class EngineDrivers {
  private final Map<String, EngineDriver> drivers;

  /**
   * @param drivers by {@link ConnectionSettings#engine}
   */
  public EngineDrivers(Map<String, EngineDriver> drivers) {
    this.drivers = Map.copyOf(drivers);
  }

  /** See {@link EngineDriver#engine}. */
  public QueryEngine engine(ExternalConnection connection) {
    return driver(connection).engine(connection);
  }

  /** See {@link EngineDriver#check}. */
  public Future<ConnectionCheck> check(ExternalConnection connection) {
    return driver(connection).check(connection);
  }

  private EngineDriver driver(ExternalConnection connection) {
    return drivers.get(connection.settings().engine());
  }

  /** Closes every driver. */
  public Future<Void> close() {
    List<Future<Void>> closing = new ArrayList<>();
    drivers.values().forEach(driver -> closing.add(driver.close()));
    return Future.join(closing).mapEmpty();
  }
}
