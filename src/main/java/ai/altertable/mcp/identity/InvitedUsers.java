package ai.altertable.mcp.identity;

import ai.altertable.mcp.platform.PlatformDatabase;
import ai.altertable.mcp.platform.Secrets;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/**
 * Accepts invitations: by making an account with a password, by an account that is signed in, or by
 * an upstream sign-in whose verified e-mail address is the invited one. Each is good once; taking
 * it and becoming a member is one transaction.
 */
public final class InvitedUsers {
  private static final int LONGEST_NAME = 200;

  private static final String FIND =
      """
      SELECT i.organization_id, o.name AS organization, i.email, i.role,
             EXISTS (SELECT FROM app_user u WHERE u.email = i.email) AS known
      FROM invitation i JOIN organization o ON o.id = i.organization_id
      WHERE i.token_hash = $1 AND i.expires_at > now()
      """;
  private static final String TAKE =
      """
      DELETE FROM invitation i USING organization o
      WHERE i.token_hash = $1 AND i.expires_at > now() AND i.email = $2
        AND o.id = i.organization_id
      RETURNING i.organization_id, o.name AS organization, i.email, i.role, true AS known
      """;
  private static final String TAKE_ALL =
      """
      DELETE FROM invitation WHERE email = $1 AND expires_at > now()
      RETURNING organization_id, role
      """;
  private static final String CREATE =
      """
      INSERT INTO app_user (email, name, password_hash) VALUES ($1, $2, $3)
      ON CONFLICT (email) DO NOTHING RETURNING id, email, name
      """;

  /** Who is a member already keeps the role. */
  private static final String JOIN =
      """
      INSERT INTO organization_role (user_id, organization_id, role) VALUES ($1, $2, $3)
      ON CONFLICT (user_id, organization_id) DO NOTHING
      """;

  private final PlatformDatabase database;
  private final Passwords passwords;

  InvitedUsers(PlatformDatabase database, Passwords passwords) {
    this.database = database;
    this.passwords = passwords;
  }

  /** The invitation of that token, while it is good. */
  public Future<Optional<PendingInvitation>> find(String token) {
    return database
        .pool()
        .preparedQuery(FIND)
        .execute(Tuple.of(hash(token)))
        .map(
            rows ->
                rows.size() == 0
                    ? Optional.empty()
                    : Optional.of(invitation(rows.iterator().next())));
  }

  /**
   * Makes an account for the invited address.
   *
   * @param name for people
   */
  public Future<InvitationOutcome> signUp(
      String token, String name, String password, Joining joining) {
    String shown = name.strip();
    if (shown.isEmpty()
        || shown.length() > LONGEST_NAME
        || shown.chars().anyMatch(Character::isISOControl)) {
      return unfit("Tell us your name, in at most " + LONGEST_NAME + " characters.");
    }
    if (!Passwords.fit(password)) {
      return unfit("The password must have at least " + Passwords.SHORTEST + " characters.");
    }
    return find(token)
        .compose(
            found -> {
              if (found.isEmpty()) {
                return Future.succeededFuture(new InvitationOutcome.Gone());
              }
              String email = found.get().email();
              return found.get().known()
                  ? Future.succeededFuture(new InvitationOutcome.WrongAccount(email))
                  : passwords
                      .hash(password)
                      .compose(
                          hash ->
                              database.inTransaction(
                                  connection ->
                                      signUp(connection, token, email, shown, hash)
                                          .compose(made -> noted(connection, made, joining))));
            });
  }

  /** The invitation is locked first: of two with one link, the second finds it gone. */
  private static Future<InvitationOutcome> signUp(
      SqlConnection connection, String token, String email, String name, String hash) {
    return connection
        .preparedQuery(FIND + " FOR UPDATE OF i")
        .execute(Tuple.of(hash(token)))
        .compose(
            there ->
                there.size() == 0
                    ? Future.succeededFuture(new InvitationOutcome.Gone())
                    : connection
                        .preparedQuery(CREATE)
                        .execute(Tuple.of(email, name, hash))
                        .compose(
                            made ->
                                made.size() == 0
                                    ? Future.succeededFuture(
                                        new InvitationOutcome.WrongAccount(email))
                                    : take(
                                        connection, token, SignIn.user(made.iterator().next()))));
  }

  /** Makes a signed-in user a member. */
  public Future<InvitationOutcome> join(String token, User user, Joining joining) {
    return find(token)
        .compose(
            found -> {
              if (found.isEmpty()) {
                return Future.succeededFuture(new InvitationOutcome.Gone());
              }
              return found.get().email().equals(user.email())
                  ? database.inTransaction(
                      connection ->
                          take(connection, token, user)
                              .compose(taken -> noted(connection, taken, joining)))
                  : Future.succeededFuture(new InvitationOutcome.WrongAccount(found.get().email()));
            });
  }

  private static Future<InvitationOutcome> noted(
      SqlConnection connection, InvitationOutcome outcome, Joining joining) {
    return outcome instanceof InvitationOutcome.Accepted accepted
        ? joining
            .note(accepted.user(), accepted.invitation().organizationId())
            .write(connection)
            .map(outcome)
        : Future.succeededFuture(outcome);
  }

  private static Future<InvitationOutcome> take(SqlConnection connection, String token, User user) {
    return connection
        .preparedQuery(TAKE)
        .execute(Tuple.of(hash(token), user.email()))
        .compose(
            rows -> {
              if (rows.size() == 0) {
                return Future.succeededFuture(new InvitationOutcome.Gone());
              }
              Row row = rows.iterator().next();
              return join(connection, user, row)
                  .map(joined -> new InvitationOutcome.Accepted(user, invitation(row)));
            });
  }

  /**
   * Makes an account for a verified address that was invited, and a member of every organization
   * that invited it.
   *
   * @return empty when nobody invited it
   */
  static Future<Optional<UpstreamUsers.Found>> admit(
      SqlConnection connection, String email, String name, Joining joining) {
    return connection
        .preparedQuery(TAKE_ALL)
        .execute(Tuple.of(email))
        .compose(
            invitations ->
                invitations.size() == 0
                    ? Future.succeededFuture(Optional.empty())
                    : connection
                        .preparedQuery(CREATE)
                        .execute(Tuple.of(email, name, null))
                        .map(made -> SignIn.user(made.iterator().next()))
                        .compose(
                            user -> {
                              Future<?> joined = Future.succeededFuture();
                              for (Row row : invitations) {
                                UUID organization = row.getUUID("organization_id");
                                joined =
                                    joined
                                        .compose(done -> join(connection, user, row))
                                        .compose(
                                            done ->
                                                joining.note(user, organization).write(connection));
                              }
                              return joined.map(Optional.of(found(user, invitations)));
                            }));
  }

  private static UpstreamUsers.Found found(User user, RowSet<Row> invitations) {
    return new UpstreamUsers.Found(
        user,
        StreamSupport.stream(invitations.spliterator(), false)
            .map(row -> row.getUUID("organization_id"))
            .toList());
  }

  private static Future<?> join(SqlConnection connection, User user, Row invitation) {
    return connection
        .preparedQuery(JOIN)
        .execute(
            Tuple.of(
                user.id(), invitation.getUUID("organization_id"), invitation.getString("role")));
  }

  private static PendingInvitation invitation(Row row) {
    return new PendingInvitation(
        row.getUUID("organization_id"),
        row.getString("organization"),
        row.getString("email"),
        OrganizationRole.parse(row.getString("role")),
        row.getBoolean("known"));
  }

  private static Future<InvitationOutcome> unfit(String why) {
    return Future.succeededFuture(new InvitationOutcome.Unfit(why));
  }

  private static Buffer hash(String token) {
    return Buffer.buffer(Secrets.hash(token));
  }
}
