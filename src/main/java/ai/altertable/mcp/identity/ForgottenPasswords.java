package ai.altertable.mcp.identity;

import ai.altertable.mcp.platform.AuditNote;
import ai.altertable.mcp.platform.PlatformDatabase;
import ai.altertable.mcp.platform.Secrets;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * A new password for somebody who forgot theirs: by a link that an administrator made, or by
 * whoever may run commands on the server. Every browser session of theirs ends.
 */
public final class ForgottenPasswords {
  /**
   * A link is good while its maker could have made it: who joined another organization meanwhile is
   * not its maker's alone any more.
   */
  private static final String LINK =
      """
      SELECT u.id, u.email, u.name FROM password_reset p JOIN app_user u ON u.id = p.user_id
      WHERE p.token_hash = $1 AND p.expires_at > now() AND u.disabled_at IS NULL
        AND EXISTS (SELECT FROM organization_role r
                    WHERE r.user_id = u.id AND r.organization_id = p.organization_id)
        AND NOT EXISTS (SELECT FROM organization_role r
                        WHERE r.user_id = u.id AND r.organization_id <> p.organization_id)
      """;

  private static final String SET = "UPDATE app_user SET password_hash = $2 WHERE id = $1";
  private static final String FIND = "SELECT id, email, name FROM app_user WHERE email = $1";

  /** What still lets somebody in who knows the old password, or has one of its sessions. */
  private static final List<String> FORGET =
      List.of(
          "DELETE FROM password_reset WHERE user_id = $1",
          "DELETE FROM browser_session WHERE user_id = $1",
          "DELETE FROM pending_sign_in WHERE user_id = $1");

  private static final List<String> FORGET_FACTOR =
      List.of(
          "DELETE FROM second_factor WHERE user_id = $1",
          "DELETE FROM recovery_code WHERE user_id = $1");

  private final PlatformDatabase database;
  private final Passwords passwords;

  ForgottenPasswords(PlatformDatabase database, Passwords passwords) {
    this.database = database;
    this.passwords = passwords;
  }

  /** Whose password the link of that token changes, while it is good. */
  public Future<Optional<User>> find(String token) {
    return database
        .pool()
        .preparedQuery(LINK)
        .execute(Tuple.of(hash(token)))
        .map(
            rows ->
                rows.size() == 0
                    ? Optional.empty()
                    : Optional.of(SignIn.user(rows.iterator().next())));
  }

  /**
   * Uses a link.
   *
   * @param wanted a password that {@link Passwords#fit fits}
   * @param note what is written with the change, once it is known whose it is
   * @return empty when the link is not good any more
   */
  public Future<Optional<User>> reset(String token, String wanted, Function<User, AuditNote> note) {
    return find(token)
        .compose(
            found ->
                found.isEmpty()
                    ? Future.succeededFuture(found)
                    : passwords
                        .hash(wanted)
                        .compose(
                            made ->
                                database.inTransaction(
                                    connection -> reset(connection, token, made, note))));
  }

  /** The link is locked first: of two with one token, the second finds it gone. */
  private static Future<Optional<User>> reset(
      SqlConnection connection, String token, String passwordHash, Function<User, AuditNote> note) {
    return connection
        .preparedQuery(LINK + " FOR UPDATE OF p")
        .execute(Tuple.of(hash(token)))
        .compose(
            rows -> {
              if (rows.size() == 0) {
                return Future.succeededFuture(Optional.empty());
              }
              User user = SignIn.user(rows.iterator().next());
              return set(connection, user.id(), passwordHash)
                  .compose(done -> note.apply(user).write(connection))
                  .map(Optional.of(user));
            });
  }

  /**
   * Sets a password without asking anybody.
   *
   * @param email normalized
   * @param withoutFactor whether the second factor goes too
   * @return empty when there is no such user
   */
  static Future<Optional<User>> set(
      SqlConnection connection, String email, String passwordHash, boolean withoutFactor) {
    return connection
        .preparedQuery(FIND)
        .execute(Tuple.of(email))
        .compose(
            rows -> {
              if (rows.size() == 0) {
                return Future.succeededFuture(Optional.empty());
              }
              Row row = rows.iterator().next();
              UUID id = row.getUUID("id");
              return set(connection, id, passwordHash)
                  .compose(
                      done ->
                          withoutFactor
                              ? each(connection, FORGET_FACTOR, id)
                              : Future.succeededFuture())
                  .map(Optional.of(SignIn.user(row)));
            });
  }

  private static Future<Void> set(SqlConnection connection, UUID userId, String passwordHash) {
    return connection
        .preparedQuery(SET)
        .execute(Tuple.of(userId, passwordHash))
        .compose(done -> each(connection, FORGET, userId));
  }

  private static Future<Void> each(SqlConnection connection, List<String> statements, UUID userId) {
    Future<Void> chain = Future.succeededFuture();
    for (String statement : statements) {
      chain =
          chain.compose(
              done -> connection.preparedQuery(statement).execute(Tuple.of(userId)).mapEmpty());
    }
    return chain;
  }

  private static Buffer hash(String token) {
    return Buffer.buffer(Secrets.hash(token));
  }
}
