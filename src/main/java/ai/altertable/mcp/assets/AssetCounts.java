package ai.altertable.mcp.assets;

import ai.altertable.mcp.platform.PlatformDatabase;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.util.UUID;

/** How many assets of each kind an environment has. */
public final class AssetCounts {
  private static final String COUNT =
      """
      SELECT (SELECT count(*) FROM semantic_model) AS semantic_models,
             (SELECT count(*) FROM insight) AS insights,
             (SELECT count(*) FROM segment) AS segments,
             (SELECT count(*) FROM dashboard) AS dashboards,
             (SELECT count(*) FROM discovery) AS discoveries,
             (SELECT count(*) FROM memory) AS memories,
             (SELECT count(*) FROM notification) AS notifications,
             (SELECT count(*) FROM knowledge) AS knowledge""";

  private final PlatformDatabase database;

  public AssetCounts(PlatformDatabase database) {
    this.database = database;
  }

  /** The counts by plural name. */
  public Future<JsonObject> of(UUID environmentId) {
    return database
        .inEnvironment(environmentId, connection -> connection.preparedQuery(COUNT).execute())
        .map(rows -> rows.iterator().next())
        .map(Row::toJson);
  }
}
