package ai.altertable.mcp.assets;

import ai.altertable.mcp.platform.PlatformDatabase;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;

/** Remembers which confirmations were used, until nobody can use them again anyway. */
public final class UsedConfirmations {
  private static final String FORGET = "DELETE FROM used_confirmation WHERE expires_at < now()";
  private static final String USE =
      """
      INSERT INTO used_confirmation (environment_id, id, expires_at)
      VALUES (current_environment(), $1, $2)
      ON CONFLICT DO NOTHING""";

  private final PlatformDatabase database;

  public UsedConfirmations(PlatformDatabase database) {
    this.database = database;
  }

  /**
   * Uses a confirmation.
   *
   * @param expiresAt when it is worth nothing any more by itself
   * @return false when it was used before, on whatever node
   */
  public Future<Boolean> use(UUID environmentId, UUID id, Instant expiresAt) {
    return database.inEnvironment(
        environmentId,
        connection ->
            connection
                .query(FORGET)
                .execute()
                .compose(
                    forgotten ->
                        connection
                            .preparedQuery(USE)
                            .execute(Tuple.of(id, expiresAt.atOffset(ZoneOffset.UTC))))
                .map(rows -> rows.rowCount() == 1));
  }
}
