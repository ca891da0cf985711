package ai.altertable.mcp.oauth;

import ai.altertable.mcp.config.OAuthConfig;
import ai.altertable.mcp.platform.PlatformDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what has ended: requests, codes, sessions, grants, keys, and clients that nobody used for
 * {@code oauth.client_days}. Runs on every node; a little at a time, so nobody waits for its locks.
 */
public final class ExpiredRows {
  private static final Logger LOG = LoggerFactory.getLogger(ExpiredRows.class);
  private static final Duration PAUSE = Duration.ofMinutes(10);

  /** Rows of one statement, and statements of one kind in one sweep. */
  private static final int AT_A_TIME = 1000;

  private static final int MOST_ROUNDS = 200;

  /** Ended grants stay for a while: a replayed code or token must still find what to revoke. */
  private static final String GRANTS =
      delete(
          "oauth_grant",
          "id",
          "least(expires_at, coalesce(revoked_at, expires_at)) < now() - interval '7 days'");

  private static final String CLIENTS =
      delete(
          "oauth_client",
          "id",
          "kind IN ('registered', 'document') AND last_used_at < now() - make_interval(secs => $1)"
              + " AND NOT EXISTS (SELECT 1 FROM oauth_grant g WHERE g.client_id = oauth_client.id)");

  private static final List<String> STATEMENTS =
      List.of(
          delete("authorization_request", "id_hash", "expires_at < now()"),
          delete("browser_session", "id_hash", "expires_at < now()"),
          delete("pending_sign_in", "id_hash", "expires_at < now()"),
          delete("upstream_sign_in", "state_hash", "expires_at < now()"),
          delete("sign_in_bucket", "key_hash", "at < now() - interval '1 hour'"),
          delete(
              "second_factor",
              "user_id",
              "confirmed_at IS NULL AND created_at < now() - interval '1 day'"),
          delete("invitation", "id", "expires_at < now() - interval '90 days'"),
          delete("api_request", "id_hash", "expires_at < now()"),
          delete("password_reset", "user_id", "expires_at < now()"),
          delete("used_jwt", "id_hash", "expires_at < now()"),
          delete("pushed_request", "id_hash", "expires_at < now()"),
          delete("signing_key", "kid", "removed_after < now()"),
          delete("authorization_code", "code_hash", "expires_at < now() - interval '1 day'"),
          delete("refresh_token", "token_hash", "expires_at < now()"),
          GRANTS);

  private final Vertx vertx;
  private final PlatformDatabase database;
  private final Duration unusedClients;
  private final AtomicLong timer = new AtomicLong(-1);

  public ExpiredRows(Vertx vertx, PlatformDatabase database, OAuthConfig config) {
    this.vertx = vertx;
    this.database = database;
    this.unusedClients = config.registrations().unusedLifetime();
  }

  /** Sweeps from time to time. */
  public Future<Void> start() {
    timer.set(vertx.setPeriodic(PAUSE.toMillis(), tick -> sweepQuietly()));
    return Future.succeededFuture();
  }

  public Future<Void> stop() {
    vertx.cancelTimer(timer.get());
    return Future.succeededFuture();
  }

  /** One sweep. */
  public Future<Void> sweep() {
    Future<Void> swept = Future.succeededFuture();
    for (String statement : STATEMENTS) {
      swept = swept.compose(before -> sweep(statement, Tuple.tuple(), MOST_ROUNDS));
    }
    Tuple unused = Tuple.of((double) unusedClients.toSeconds());
    return swept.compose(before -> sweep(CLIENTS, unused, MOST_ROUNDS));
  }

  /** Again while there is more: proofs alone may be thousands between two sweeps. */
  private Future<Void> sweep(String statement, Tuple parameters, int rounds) {
    return database
        .pool()
        .preparedQuery(statement)
        .execute(parameters)
        .compose(
            rows ->
                rows.rowCount() < AT_A_TIME || rounds <= 1
                    ? Future.succeededFuture()
                    : sweep(statement, parameters, rounds - 1));
  }

  private void sweepQuietly() {
    sweep().onFailure(failure -> LOG.warn("sweep failed, will run again", failure));
  }

  private static String delete(String table, String key, String condition) {
    return String.format(
        "DELETE FROM %1$s WHERE %2$s IN (SELECT %2$s FROM %1$s WHERE %3$s LIMIT %4$d)",
        table, key, condition, AT_A_TIME);
  }
}
