package ai.altertable.mcp.identity.admin;

import ai.altertable.mcp.identity.EmailAddresses;
import ai.altertable.mcp.identity.OrganizationRole;
import ai.altertable.mcp.platform.Secrets;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Invitations into an organization, each for one e-mail address and good once. */
public final class Invitations {
  /** How long one can be accepted. */
  public static final Duration LIFETIME = Duration.ofDays(7);

  /** Most that wait in one organization. */
  public static final int MOST = 500;

  private static final String SELECT =
      """
      SELECT id, email, role, created_at, expires_at, expires_at <= now() AS expired
      FROM invitation WHERE organization_id = $1 AND ($2::text IS NULL OR email > $2)
      ORDER BY email LIMIT $3
      """;
  private static final String MEMBER =
      """
      SELECT FROM organization_role r JOIN app_user u ON u.id = r.user_id
      WHERE r.organization_id = $1 AND u.email = $2
      """;
  private static final String COUNT =
      "SELECT count(*)::integer AS n FROM invitation WHERE organization_id = $1 AND email <> $2";

  /** Inviting again replaces: the older link is dead then. */
  private static final String INVITE =
      """
      INSERT INTO invitation (organization_id, email, role, token_hash, invited_by, expires_at)
      VALUES ($1, $2, $3, $4, $5, now() + make_interval(secs => $6))
      ON CONFLICT (organization_id, email) DO UPDATE
      SET role = excluded.role, token_hash = excluded.token_hash, invited_by = excluded.invited_by,
          created_at = now(), expires_at = excluded.expires_at
      RETURNING id, email, role, created_at, expires_at, false AS expired
      """;

  private static final String REVOKE =
      "DELETE FROM invitation WHERE organization_id = $1 AND id = $2 RETURNING email";

  private final Desk desk;

  Invitations(Desk desk) {
    this.desk = desk;
  }

  /**
   * A new invitation.
   *
   * @param token for the link {@code /invitation?token=…}; told only here
   */
  public record NewInvitation(Invitation invitation, String token) {
    @Override
    public String toString() {
      return "NewInvitation[" + invitation.id() + "]";
    }
  }

  /** Those that wait, ordered by e-mail address. */
  public Future<Page<Invitation>> list(Actor actor, String organization, Page.Request request) {
    return desk.read(
        actor,
        organization,
        (client, found) ->
            client
                .preparedQuery(SELECT)
                .execute(Tuple.of(found.id(), request.after().orElse(null), request.limit() + 1))
                .map(
                    rows ->
                        Page.of(
                            StreamSupport.stream(rows.spliterator(), false)
                                .map(Invitations::invitation)
                                .toList(),
                            request.limit(),
                            Invitation::email)));
  }

  /**
   * Invites somebody, or again.
   *
   * @param email as typed
   * @return fails with {@link Refused}, {@code CONFLICT} when they are a member already
   */
  public Future<NewInvitation> create(
      Actor actor, String organization, String email, OrganizationRole role) {
    String address = EmailAddresses.normalize(email);
    if (!EmailAddresses.valid(address)) {
      return Future.failedFuture(Refused.invalid("email", "This is not an e-mail address."));
    }
    return desk.change(
        actor,
        organization,
        (connection, found) ->
            admissible(connection, found, address)
                .compose(ok -> insert(connection, found, actor, address, role)));
  }

  /** Makes an invitation worthless. */
  public Future<Void> revoke(Actor actor, String organization, UUID id) {
    return desk.change(
        actor,
        organization,
        (connection, found) ->
            connection
                .preparedQuery(REVOKE)
                .execute(Tuple.of(found.id(), id))
                .map(
                    rows -> {
                      if (rows.size() == 0) {
                        throw Refused.notFound("invitation");
                      }
                      return Change.done(
                          "invitation.revoke", rows.iterator().next().getString("email"));
                    }));
  }

  private static Future<Void> admissible(
      SqlConnection connection, Organization organization, String email) {
    return connection
        .preparedQuery(MEMBER)
        .execute(Tuple.of(organization.id(), email))
        .compose(
            members -> {
              if (members.size() > 0) {
                throw Refused.conflict(email + " is a member already.");
              }
              return connection.preparedQuery(COUNT).execute(Tuple.of(organization.id(), email));
            })
        .map(
            counted -> {
              if (counted.iterator().next().getInteger("n") >= MOST) {
                throw Refused.conflict(
                    MOST + " invitations wait already. Take some of them back first.");
              }
              return null;
            });
  }

  private static Future<Change<NewInvitation>> insert(
      SqlConnection connection,
      Organization organization,
      Actor actor,
      String email,
      OrganizationRole role) {
    String token = Secrets.randomToken();
    return connection
        .preparedQuery(INVITE)
        .execute(
            Tuple.of(
                organization.id(),
                email,
                role.wire(),
                Buffer.buffer(Secrets.hash(token)),
                actor.id().toString(),
                (double) LIFETIME.toSeconds()))
        .map(rows -> new NewInvitation(invitation(rows.iterator().next()), token))
        .map(made -> new Change<>(made, "invitation.create", null, email + " as " + role.wire()));
  }

  private static Invitation invitation(Row row) {
    return new Invitation(
        row.getUUID("id"),
        row.getString("email"),
        OrganizationRole.parse(row.getString("role")),
        row.getOffsetDateTime("created_at").toInstant(),
        row.getOffsetDateTime("expires_at").toInstant(),
        row.getBoolean("expired"));
  }
}
