package ai.altertable.mcp.platform;

import static java.time.ZoneOffset.UTC;
import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The resources that MCP sessions watch. A session is known here by its mark alone. */
public final class WatchTable {
  /** Notified {@link Change}s, as {@link Change#parse} reads them. */
  public static final String CHANGED = "session_watch";

  private static final String ADD =
      """
      INSERT INTO session_watch (mark, uri, expires_at)
      SELECT $1, $2, $3
      WHERE (SELECT count(*) FROM session_watch WHERE mark = $1) < $4
        OR EXISTS (SELECT FROM session_watch WHERE mark = $1 AND uri = $2)
      ON CONFLICT (mark, uri) DO UPDATE SET expires_at = excluded.expires_at""";
  private static final String REMOVE = "DELETE FROM session_watch WHERE mark = $1 AND uri = $2";
  private static final String FORGET = "DELETE FROM session_watch WHERE mark = $1";
  private static final String OF = "SELECT uri FROM session_watch WHERE mark = $1";
  private static final String SWEEP =
      "DELETE FROM session_watch WHERE ctid IN"
          + " (SELECT ctid FROM session_watch WHERE expires_at < now() LIMIT 10000)";

  private final PlatformDatabase database;

  public WatchTable(PlatformDatabase database) {
    this.database = requireNonNull(database, "database is null");
  }

  /**
   * A session watches something, or does not any more.
   *
   * @param uri empty when it was too long to be told: all must be read again
   */
  public record Change(String mark, Optional<String> uri, boolean watched) {
    /**
     * Reads a notification.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static Change parse(String payload) {
      try {
        JsonObject news = new JsonObject(payload);
        String mark = requireNonNull(news.getString("mark"), "mark is null");
        return new Change(
            mark, Optional.ofNullable(news.getString("uri")), news.getBoolean("watched", false));
      } catch (DecodeException | ClassCastException | NullPointerException e) {
        throw new IllegalArgumentException(e);
      }
    }
  }

  /**
   * Watches a resource.
   *
   * @param most resources of one session
   * @return false when the session watches too many
   */
  public Future<Boolean> add(String mark, String uri, Instant expiresAt, int most) {
    return database
        .pool()
        .preparedQuery(ADD)
        .execute(Tuple.of(mark, uri, expiresAt.atOffset(UTC), most))
        .map(rows -> rows.rowCount() == 1);
  }

  public Future<Void> remove(String mark, String uri) {
    return database.pool().preparedQuery(REMOVE).execute(Tuple.of(mark, uri)).mapEmpty();
  }

  /** Removes everything that a session watches. */
  public Future<Void> forget(String mark) {
    return database.pool().preparedQuery(FORGET).execute(Tuple.of(mark)).mapEmpty();
  }

  public Future<Set<String>> of(String mark) {
    return database
        .pool()
        .preparedQuery(OF)
        .execute(Tuple.of(mark))
        .map(
            rows -> {
              Set<String> uris = new HashSet<>();
              rows.forEach(row -> uris.add(row.getString(0)));
              return uris;
            });
  }

  /** Forgets what sessions watched that are over. */
  public Future<Void> sweep() {
    return database.pool().query(SWEEP).execute().mapEmpty();
  }
}
