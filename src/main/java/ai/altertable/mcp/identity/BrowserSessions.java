package ai.altertable.mcp.identity;

import ai.altertable.mcp.platform.PlatformDatabase;
import ai.altertable.mcp.platform.Secrets;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/** Browser sessions: a random token in a cookie, only its hash in the database. */
public final class BrowserSessions {
  private static final String START =
      "INSERT INTO browser_session (id_hash, user_id, expires_at) VALUES ($1, $2, $3)";
  private static final String FIND =
      """
      SELECT u.id, u.email, u.name FROM browser_session s JOIN app_user u ON u.id = s.user_id
      WHERE s.id_hash = $1 AND s.expires_at > now() AND u.disabled_at IS NULL
      """;
  private static final String END = "DELETE FROM browser_session WHERE id_hash = $1";

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

  /** Starts a session; the token is told only here. */
  public Future<String> start(UUID userId) {
    String token = Secrets.randomToken();
    OffsetDateTime end = OffsetDateTime.now(ZoneOffset.UTC).plus(lifetime);
    return database
        .pool()
        .preparedQuery(START)
        .execute(Tuple.of(hash(token), userId, end))
        .map(token);
  }

  /** Who is signed in with that token. */
  public Future<Optional<User>> find(String token) {
    return database
        .pool()
        .preparedQuery(FIND)
        .execute(Tuple.of(hash(token)))
        .map(
            rows ->
                rows.size() == 0
                    ? Optional.empty()
                    : Optional.of(SignIn.user(rows.iterator().next())));
  }

  public Future<Void> end(String token) {
    return database.pool().preparedQuery(END).execute(Tuple.of(hash(token))).mapEmpty();
  }

  private static Buffer hash(String token) {
    return Buffer.buffer(Secrets.hash(token));
  }
}
