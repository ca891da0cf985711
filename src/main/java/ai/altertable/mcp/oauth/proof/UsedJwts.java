package ai.altertable.mcp.oauth.proof;

import ai.altertable.mcp.platform.PlatformDatabase;
import ai.altertable.mcp.platform.Secrets;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;

/** Remembers JWTs that are good once, for all nodes and over restarts. */
public final class UsedJwts {
  private static final String CLAIM =
      "INSERT INTO used_jwt (id_hash, expires_at) VALUES ($1, $2) ON CONFLICT (id_hash) DO NOTHING";

  private final PlatformDatabase database;

  public UsedJwts(PlatformDatabase database) {
    this.database = database;
  }

  /**
   * Uses one up.
   *
   * @param whose client or key that it is of: nobody can use up somebody else's
   * @param id its {@code jti}
   * @param until when it is refused anyway
   * @return whether this is the first time
   */
  public Future<Boolean> claim(String whose, String id, Instant until) {
    byte[] hash = Secrets.hash(whose.length() + ":" + whose + id);
    return database
        .pool()
        .preparedQuery(CLAIM)
        .execute(Tuple.of(Buffer.buffer(hash), until.atOffset(ZoneOffset.UTC)))
        .map(rows -> rows.rowCount() == 1);
  }
}
