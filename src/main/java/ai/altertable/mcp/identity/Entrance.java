package ai.altertable.mcp.identity;

import ai.altertable.mcp.platform.PlatformDatabase;
import ai.altertable.mcp.platform.Secrets;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;

/**
 * The one way into the app, whatever the first factor was: who has a second factor is asked for it,
 * then a session starts.
 */
public final class Entrance {
  /** Time to find the phone. */
  public static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final int ATTEMPTS = 5;

  private static final String WAIT =
      """
      INSERT INTO pending_sign_in (id_hash, user_id, method, expires_at)
      VALUES ($1, $2, $3, now() + make_interval(secs => $4))
      """;
  private static final String TRY =
      """
      UPDATE pending_sign_in p SET attempts = p.attempts + 1 FROM app_user u
      WHERE p.id_hash = $1 AND p.expires_at > now() AND p.attempts < $2
        AND u.id = p.user_id AND u.disabled_at IS NULL
      RETURNING u.id, u.email, u.name, p.method
      """;
  private static final String DONE = "DELETE FROM pending_sign_in WHERE id_hash = $1";

  private final PlatformDatabase database;
  private final BrowserSessions sessions;
  private final SecondFactors factors;

  Entrance(PlatformDatabase database, BrowserSessions sessions, SecondFactors factors) {
    this.database = database;
    this.sessions = sessions;
    this.factors = factors;
  }

  /** Lets a user in whose first factor was right. */
  public Future<SignInOutcome> admit(User user, SignInMethod method, Visit visit) {
    return factors
        .active(user.id())
        .compose(active -> active ? wait(user, method) : start(user, method, visit));
  }

  /**
   * The second factor.
   *
   * @param pending token of {@link SignInOutcome.SecondFactorNeeded}
   * @param code of the authenticator, or a recovery code, as typed
   */
  public Future<SecondFactorOutcome> second(String pending, String code, Visit visit) {
    return database
        .pool()
        .preparedQuery(TRY)
        .execute(Tuple.of(hash(pending), ATTEMPTS))
        .compose(
            rows ->
                rows.size() == 0
                    ? Future.succeededFuture(new SecondFactorOutcome.Gone())
                    : check(pending, rows.iterator().next(), code, visit));
  }

  private Future<SecondFactorOutcome> check(String pending, Row row, String code, Visit visit) {
    User user = SignIn.user(row);
    SignInMethod method = SignInMethod.parse(row.getString("method"));
    return factors
        .verify(user.id(), code)
        .compose(
            verdict ->
                switch (verdict) {
                  case RIGHT -> finish(pending, user, method, visit);
                  case WRONG -> Future.succeededFuture(new SecondFactorOutcome.Wrong(user));
                  case LOCKED -> Future.succeededFuture(new SecondFactorOutcome.Locked(user));
                });
  }

  /** The sign-in is taken once: of two requests with one token, one finds it gone. */
  private Future<SecondFactorOutcome> finish(
      String pending, User user, SignInMethod method, Visit visit) {
    return database.inTransaction(
        connection ->
            connection
                .preparedQuery(DONE)
                .execute(Tuple.of(hash(pending)))
                .compose(
                    done ->
                        done.rowCount() == 0
                            ? Future.succeededFuture(new SecondFactorOutcome.Gone())
                            : sessions
                                .start(connection, user, method, visit)
                                .map(SecondFactorOutcome.class::cast)));
  }

  private Future<SignInOutcome> wait(User user, SignInMethod method) {
    String token = Secrets.randomToken();
    return database
        .pool()
        .preparedQuery(WAIT)
        .execute(Tuple.of(hash(token), user.id(), method.wire(), (double) PATIENCE.toSeconds()))
        .map(new SignInOutcome.SecondFactorNeeded(user, token));
  }

  private Future<SignInOutcome> start(User user, SignInMethod method, Visit visit) {
    return database
        .inTransaction(connection -> sessions.start(connection, user, method, visit))
        .map(SignInOutcome.class::cast);
  }

  private static Buffer hash(String token) {
    return Buffer.buffer(Secrets.hash(token));
  }
}
