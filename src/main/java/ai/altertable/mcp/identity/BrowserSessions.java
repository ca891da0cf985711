package ai.altertable.mcp.identity;

import ai.altertable.mcp.platform.AuditNote;
import ai.altertable.mcp.platform.PlatformDatabase;
import ai.altertable.mcp.platform.Secrets;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Browser sessions: a random token in a cookie, only its hash in the database. */
public final class BrowserSessions {
  /** Most of one user; the one that was seen least lately makes room. */
  private static final int MOST = 50;

  private static final String START =
      """
      WITH surplus AS (
        DELETE FROM browser_session WHERE id_hash IN (
          SELECT id_hash FROM browser_session WHERE user_id = $2
          ORDER BY last_seen_at DESC OFFSET $7))
      INSERT INTO browser_session (id_hash, user_id, expires_at, method, address, user_agent)
      VALUES ($1, $2, now() + make_interval(secs => $3), $4, $5, $6)
      """;
  private static final String FIND =
      """
      SELECT u.id, u.email, u.name, s.last_seen_at < now() - interval '5 minutes' AS stale
      FROM browser_session s JOIN app_user u ON u.id = s.user_id
      WHERE s.id_hash = $1 AND s.expires_at > now() AND u.disabled_at IS NULL
      """;
  private static final String SEEN =
      "UPDATE browser_session SET last_seen_at = now() WHERE id_hash = $1";
  private static final String ROTATE = "UPDATE browser_session SET id_hash = $2 WHERE id_hash = $1";
  private static final String END = "DELETE FROM browser_session WHERE id_hash = $1";
  private static final String END_ONE =
      "DELETE FROM browser_session WHERE id = $2 AND user_id = $1";
  private static final String END_OTHERS =
      "DELETE FROM browser_session WHERE user_id = $1 AND id_hash <> $2";
  private static final String LIST =
      """
      SELECT id, id_hash = $2 AS current, method, address, user_agent, created_at, last_seen_at
      FROM browser_session WHERE user_id = $1 AND expires_at > now()
      ORDER BY id_hash = $2 DESC, last_seen_at DESC
      """;

  private final PlatformDatabase database;
  private final Duration lifetime;

  public BrowserSessions(PlatformDatabase database, Duration lifetime) {
    this.database = database;
    this.lifetime = lifetime;
  }

  /** How long a session lasts. */
  public Duration lifetime() {
    return lifetime;
  }

  /**
   * Starts a session, ends the one that the browser had, and records it, in a transaction of the
   * caller; the token is told only here.
   */
  Future<SignedIn> start(SqlConnection connection, User user, SignInMethod method, Visit visit) {
    String token = Secrets.randomToken();
    return visit
        .oldSession()
        .<Future<?>>map(old -> run(connection, END, hash(old)))
        .orElseGet(Future::succeededFuture)
        .compose(
            ended ->
                run(
                    connection,
                    START,
                    hash(token),
                    user.id(),
                    (double) lifetime.toSeconds(),
                    method.wire(),
                    visit.address(),
                    visit.userAgent(),
                    MOST - 1L))
        .compose(started -> visit.arrival().note(user, method).write(connection))
        .map(new SignedIn(user, method, token));
  }

  /** Who is signed in with that token. */
  public Future<Optional<User>> find(String token) {
    return database
        .pool()
        .preparedQuery(FIND)
        .execute(Tuple.of(hash(token)))
        .compose(
            rows -> {
              if (rows.size() == 0) {
                return Future.succeededFuture(Optional.empty());
              }
              Row row = rows.iterator().next();
              Future<?> seen =
                  row.getBoolean("stale") ? run(SEEN, hash(token)) : Future.succeededFuture();
              return seen.map(Optional.of(SignIn.user(row)));
            });
  }

  /** A user's sessions, the asking one first, then the last seen. */
  public Future<List<SessionEntry>> list(UUID userId, String token) {
    return database
        .pool()
        .preparedQuery(LIST)
        .execute(Tuple.of(userId, hash(token)))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(BrowserSessions::entry)
                    .toList());
  }

  /**
   * Gives a session another token, when its rights have changed.
   *
   * @return the new token; it is worthless when the session has ended meanwhile
   */
  public Future<String> rotate(String token) {
    String next = Secrets.randomToken();
    return run(ROTATE, hash(token), hash(next)).map(next);
  }

  /**
   * Ends the session of that token.
   *
   * @param note written when there was one
   */
  public Future<Void> end(String token, AuditNote note) {
    return end(note, END, hash(token)).mapEmpty();
  }

  /**
   * Ends one of a user's own sessions.
   *
   * @param note written when there was one
   * @return whether there was one
   */
  public Future<Boolean> endOne(UUID userId, UUID sessionId, AuditNote note) {
    return end(note, END_ONE, userId, sessionId);
  }

  private Future<Boolean> end(AuditNote note, String sql, Object... values) {
    return database.inTransaction(
        connection ->
            run(connection, sql, values)
                .compose(
                    ended ->
                        ended > 0
                            ? note.write(connection).map(true)
                            : Future.succeededFuture(false)));
  }

  /**
   * Ends all of a user's sessions but one.
   *
   * @param kept token of the one that stays
   * @param note written in any case
   */
  public Future<Void> endOthers(UUID userId, String kept, AuditNote note) {
    return database.inTransaction(
        connection -> endOthers(connection, userId, kept).compose(ended -> note.write(connection)));
  }

  /**
   * The same in a transaction of the caller.
   *
   * @return how many ended
   */
  static Future<Integer> endOthers(SqlConnection connection, UUID userId, String kept) {
    return run(connection, END_OTHERS, userId, hash(kept));
  }

  private Future<Integer> run(String sql, Object... values) {
    return run(database.pool(), sql, values);
  }

  private static Future<Integer> run(SqlClient client, String sql, Object... values) {
    return client.preparedQuery(sql).execute(Tuple.from(values)).map(rows -> rows.rowCount());
  }

  private static SessionEntry entry(Row row) {
    return new SessionEntry(
        row.getUUID("id"),
        row.getBoolean("current"),
        SignInMethod.parse(row.getString("method")),
        Objects.requireNonNullElse(row.getString("address"), ""),
        Objects.requireNonNullElse(row.getString("user_agent"), ""),
        row.getOffsetDateTime("created_at").toInstant(),
        row.getOffsetDateTime("last_seen_at").toInstant());
  }

  private static Buffer hash(String token) {
    return Buffer.buffer(Secrets.hash(token));
  }
}
