package ai.altertable.mcp.identity;

import ai.altertable.mcp.platform.PlatformDatabase;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Optional;

/** Sign-in with e-mail address and password. */
public final class SignIn {
  private static final String ACCOUNT =
      "SELECT id, email, name, password_hash FROM app_user WHERE email = $1 AND disabled_at IS NULL";

  private final PlatformDatabase database;
  private final Passwords passwords;
  private final BrowserSessions sessions;
  private final SignInThrottle throttle;

  public SignIn(
      PlatformDatabase database,
      Passwords passwords,
      BrowserSessions sessions,
      SignInThrottle throttle) {
    this.database = database;
    this.passwords = passwords;
    this.sessions = sessions;
    this.throttle = throttle;
  }

  /**
   * Tries to sign in.
   *
   * @param email as typed
   * @param password as typed
   * @param address where the browser is
   * @param oldSession the browser's session before, ended on success so that none is fixated
   */
  public Future<SignInOutcome> attempt(
      String email, String password, String address, Optional<String> oldSession) {
    String account = EmailAddresses.normalize(email);
    if (account.length() > EmailAddresses.LONGEST || password.length() > Passwords.LONGEST) {
      return Future.succeededFuture(new SignInOutcome.Refused());
    }
    Duration wait = throttle.take(account, address);
    if (!wait.isZero()) {
      return Future.succeededFuture(new SignInOutcome.Throttled(wait));
    }
    return database
        .pool()
        .preparedQuery(ACCOUNT)
        .execute(Tuple.of(account))
        .compose(
            rows -> {
              Optional<Row> row =
                  rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next());
              return passwords
                  .matches(password, row.map(found -> found.getString("password_hash")))
                  .compose(
                      right -> {
                        if (!right) {
                          return Future.succeededFuture(new SignInOutcome.Refused());
                        }
                        throttle.succeeded(account, address);
                        return start(user(row.orElseThrow()), oldSession);
                      });
            });
  }

  private Future<SignInOutcome> start(User user, Optional<String> oldSession) {
    return oldSession
        .map(sessions::end)
        .orElseGet(Future::succeededFuture)
        .compose(ended -> sessions.start(user.id()))
        .map(session -> new SignInOutcome.SignedIn(user, session));
  }

  static User user(Row row) {
    return new User(row.getUUID("id"), row.getString("email"), row.getString("name"));
  }
}
