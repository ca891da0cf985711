package ai.altertable.mcp.platform;

import static java.time.ZoneOffset.UTC;
import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** What the nodes tell each other about MCP sessions. A session is known here by its mark alone. */
public final class SessionTable {
  /** Notified {@link Ended} sessions, as {@link Ended#parse} reads them. */
  public static final String ENDED = "session_ended";

  private static final String CLAIM =
      "INSERT INTO mcp_session (mark, subject, expires_at) VALUES ($1, $2, $3)"
          + " ON CONFLICT (mark) DO UPDATE SET subject = mcp_session.subject"
          + " RETURNING subject, ended_at IS NOT NULL";
  private static final String END =
      "INSERT INTO mcp_session (mark, subject, expires_at, ended_at) VALUES ($1, $2, $3, now())"
          + " ON CONFLICT (mark) DO UPDATE SET ended_at = coalesce(mcp_session.ended_at, now())";
  private static final String IS_ENDED =
      "SELECT 1 FROM mcp_session WHERE mark = $1 AND ended_at IS NOT NULL";
  private static final String NEWEST_ENDED =
      "SELECT mark, expires_at FROM mcp_session WHERE ended_at IS NOT NULL AND expires_at > now()"
          + " ORDER BY ended_at DESC LIMIT $1";
  private static final String SWEEP =
      "DELETE FROM mcp_session WHERE mark IN"
          + " (SELECT mark FROM mcp_session WHERE expires_at < now() LIMIT 10000)";

  private final PlatformDatabase database;

  public SessionTable(PlatformDatabase database) {
    this.database = requireNonNull(database, "database is null");
  }

  /**
   * Whose a session is.
   *
   * @param subject the first that claimed it
   */
  public record Claim(String subject, boolean ended) {}

  /**
   * A session that was ended before its time.
   *
   * @param expiresAt when it would have ended anyway
   */
  public record Ended(String mark, Instant expiresAt) {
    /**
     * Reads a notification.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static Ended parse(String payload) {
      String[] words = payload.split(" ", -1);
      if (words.length != 2) {
        throw new IllegalArgumentException("not a mark and a second");
      }
      return new Ended(words[0], Instant.ofEpochSecond(Long.parseLong(words[1])));
    }
  }

  /** Makes a session the subject's, unless another came first. */
  public Future<Claim> claim(String mark, String subject, Instant expiresAt) {
    return database
        .pool()
        .preparedQuery(CLAIM)
        .execute(Tuple.of(mark, subject, expiresAt.atOffset(UTC)))
        .map(
            rows -> {
              Row row = rows.iterator().next();
              return new Claim(row.getString(0), row.getBoolean(1));
            });
  }

  /** Ends a session, on every node. */
  public Future<Void> end(String mark, String subject, Instant expiresAt) {
    return database
        .pool()
        .preparedQuery(END)
        .execute(Tuple.of(mark, subject, expiresAt.atOffset(UTC)))
        .mapEmpty();
  }

  public Future<Boolean> isEnded(String mark) {
    return database
        .pool()
        .preparedQuery(IS_ENDED)
        .execute(Tuple.of(mark))
        .map(rows -> rows.size() > 0);
  }

  /** The sessions ended last that have not expired, the newest first. */
  public Future<List<Ended>> newestEnded(int limit) {
    return database
        .pool()
        .preparedQuery(NEWEST_ENDED)
        .execute(Tuple.of(limit))
        .map(SessionTable::endedRows);
  }

  /** Deletes rows of expired sessions, a bounded number. */
  public Future<Void> sweep() {
    return database.pool().query(SWEEP).execute().mapEmpty();
  }

  private static List<Ended> endedRows(RowSet<Row> rows) {
    List<Ended> ended = new ArrayList<>(rows.size());
    for (Row row : rows) {
      ended.add(new Ended(row.getString(0), row.get(OffsetDateTime.class, 1).toInstant()));
    }
    return ended;
  }
}
