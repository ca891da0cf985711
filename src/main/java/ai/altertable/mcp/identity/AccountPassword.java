package ai.altertable.mcp.identity;

import ai.altertable.mcp.platform.AuditNote;
import ai.altertable.mcp.platform.PlatformDatabase;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.UUID;

/** The password of somebody who is signed in: asked for before grave changes, and changed. */
public final class AccountPassword {
  private static final String HASH =
      "SELECT password_hash FROM app_user WHERE id = $1 AND disabled_at IS NULL";

  /** Only over the hash that was checked: of two changes at a time, one wins. */
  private static final String CHANGE =
      "UPDATE app_user SET password_hash = $3 WHERE id = $1 AND password_hash = $2";

  private final PlatformDatabase database;
  private final Passwords passwords;
  private final SignInThrottle throttle;

  AccountPassword(PlatformDatabase database, Passwords passwords, SignInThrottle throttle) {
    this.database = database;
    this.passwords = passwords;
    this.throttle = throttle;
  }

  /** How it ended. */
  public enum Outcome {
    DONE,
    /** The password of today is not right, or the account has none. */
    WRONG,
    /** The new password is too short or too long. */
    UNFIT,
    THROTTLED
  }

  /**
   * A change that is wanted, as typed.
   *
   * @param current the password of today
   * @param wanted the new one
   */
  public record Wish(String current, String wanted) {
    @Override
    public String toString() {
      return "Wish";
    }
  }

  /** Whether the user has a password at all. */
  public Future<Boolean> possible(UUID userId) {
    return hash(userId).map(Optional::isPresent);
  }

  /**
   * Checks the password, as slowly as at sign-in.
   *
   * @param address network address
   * @return never {@link Outcome#UNFIT}
   */
  public Future<Outcome> check(UUID userId, String password, String address) {
    if (password.length() > Passwords.LONGEST) {
      return Future.succeededFuture(Outcome.WRONG);
    }
    return hash(userId).compose(hash -> check(userId, password, address, hash));
  }

  /**
   * Changes the password and ends every other session.
   *
   * @param session token of the user's session, which stays
   * @param address network address
   * @param note written with the change, if there is one
   */
  public Future<Outcome> change(
      UUID userId, String session, Wish wish, String address, AuditNote note) {
    if (!Passwords.fit(wish.wanted())) {
      return Future.succeededFuture(Outcome.UNFIT);
    }
    if (wish.current().length() > Passwords.LONGEST) {
      return Future.succeededFuture(Outcome.WRONG);
    }
    return hash(userId)
        .compose(
            hash ->
                check(userId, wish.current(), address, hash)
                    .compose(
                        outcome ->
                            outcome == Outcome.DONE
                                ? passwords
                                    .hash(wish.wanted())
                                    .compose(
                                        made ->
                                            replace(
                                                userId,
                                                session,
                                                new Replacement(hash.orElseThrow(), made),
                                                note))
                                : Future.succeededFuture(outcome)));
  }

  private Future<Outcome> check(
      UUID userId, String password, String address, Optional<String> hash) {
    String guessed = "password of " + userId;
    return throttle
        .take(guessed, address)
        .compose(
            wait ->
                wait.isZero()
                    ? passwords
                        .matches(password, hash)
                        .compose(right -> checked(right, guessed, address))
                    : Future.succeededFuture(Outcome.THROTTLED));
  }

  private Future<Outcome> checked(boolean right, String guessed, String address) {
    return right
        ? throttle.succeeded(guessed, address).map(Outcome.DONE)
        : Future.succeededFuture(Outcome.WRONG);
  }

  private record Replacement(String before, String after) {}

  private Future<Outcome> replace(UUID userId, String session, Replacement hash, AuditNote note) {
    return database.inTransaction(
        connection ->
            connection
                .preparedQuery(CHANGE)
                .execute(Tuple.of(userId, hash.before(), hash.after()))
                .compose(
                    changed ->
                        changed.rowCount() == 0
                            ? Future.succeededFuture(Outcome.WRONG)
                            : BrowserSessions.endOthers(connection, userId, session)
                                .compose(ended -> note.write(connection))
                                .map(Outcome.DONE)));
  }

  private Future<Optional<String>> hash(UUID userId) {
    return database
        .pool()
        .preparedQuery(HASH)
        .execute(Tuple.of(userId))
        .map(
            rows ->
                rows.size() == 0
                    ? Optional.empty()
                    : Optional.ofNullable(rows.iterator().next().getString("password_hash")));
  }
}
