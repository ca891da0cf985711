package ai.altertable.mcp.identity;

import ai.altertable.mcp.platform.PlatformDatabase;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;

/** Sign-in with e-mail address and password. */
public final class SignIn {
  private static final String ACCOUNT =
      "SELECT id, email, name, password_hash FROM app_user WHERE email = $1 AND disabled_at IS NULL";

  private final PlatformDatabase database;
  private final Passwords passwords;
  private final Entrance entrance;
  private final SignInThrottle throttle;

  SignIn(
      PlatformDatabase database, Passwords passwords, Entrance entrance, SignInThrottle throttle) {
    this.database = database;
    this.passwords = passwords;
    this.entrance = entrance;
    this.throttle = throttle;
  }

  /**
   * Tries to sign in.
   *
   * @param email as typed
   * @param password as typed
   */
  public Future<SignInOutcome> attempt(String email, String password, Visit visit) {
    String account = EmailAddresses.normalize(email);
    if (account.length() > EmailAddresses.LONGEST
        || account.indexOf('\0') >= 0
        || password.length() > Passwords.LONGEST) {
      return Future.succeededFuture(new SignInOutcome.Refused());
    }
    return throttle
        .take(account, visit.address())
        .compose(
            wait ->
                wait.isZero()
                    ? check(account, password, visit)
                    : Future.succeededFuture(new SignInOutcome.Throttled(wait)));
  }

  private Future<SignInOutcome> check(String account, String password, Visit visit) {
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
                      right ->
                          right
                              ? throttle
                                  .succeeded(account, visit.address())
                                  .compose(
                                      forgotten ->
                                          entrance.admit(
                                              user(row.orElseThrow()),
                                              SignInMethod.PASSWORD,
                                              visit))
                              : Future.succeededFuture(new SignInOutcome.Refused()));
            });
  }

  static User user(Row row) {
    return new User(row.getUUID("id"), row.getString("email"), row.getString("name"));
  }
}
