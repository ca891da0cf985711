package ai.altertable.mcp.identity.admin;

import ai.altertable.mcp.platform.Secrets;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * Links by which a member who forgot the password makes a new one. Only for members of this
 * organization and no other: a link is as good as the account, and the administrators of one
 * organization must not get into another. The second factor is asked for all the same.
 */
public final class PasswordLinks {
  /** How long one is good. */
  public static final Duration LIFETIME = Duration.ofHours(24);

  private static final String MEMBER =
      """
      SELECT u.email, u.disabled_at IS NULL AND u.password_hash IS NOT NULL AS possible,
             EXISTS (SELECT FROM organization_role o
                     WHERE o.user_id = u.id AND o.organization_id <> $1) AS elsewhere
      FROM organization_role r JOIN app_user u ON u.id = r.user_id
      WHERE r.organization_id = $1 AND r.user_id = $2
      """;

  /** A new link replaces: the older one is dead then. */
  private static final String MAKE =
      """
      INSERT INTO password_reset (user_id, organization_id, token_hash, expires_at)
      VALUES ($2, $1, $3, now() + make_interval(secs => $4))
      ON CONFLICT (user_id) DO UPDATE
      SET organization_id = excluded.organization_id, token_hash = excluded.token_hash,
          created_at = now(), expires_at = excluded.expires_at
      RETURNING expires_at
      """;

  private final Desk desk;

  PasswordLinks(Desk desk) {
    this.desk = desk;
  }

  /**
   * A new link.
   *
   * @param token for {@code /reset-password?token=…}; told only here
   */
  public record NewLink(String email, String token, Instant expiresAt) {
    @Override
    public String toString() {
      return "NewLink[" + email + "]";
    }
  }

  /**
   * Makes a link for a member.
   *
   * @return fails with {@link Refused}, {@code CONFLICT} for a member who signs in some other way,
   *     is disabled, or belongs to another organization too
   */
  public Future<NewLink> create(Actor actor, String organization, UUID userId) {
    return desk.change(
        actor,
        organization,
        (connection, found) ->
            connection
                .preparedQuery(MEMBER)
                .execute(Tuple.of(found.id(), userId))
                .map(
                    rows -> {
                      if (rows.size() == 0) {
                        throw Refused.notFound("member");
                      }
                      return possible(rows.iterator().next());
                    })
                .compose(email -> make(connection, found, userId, email)));
  }

  private static String possible(Row row) {
    if (!row.getBoolean("possible")) {
      throw Refused.conflict("This member does not sign in with a password.");
    }
    if (row.getBoolean("elsewhere")) {
      throw Refused.conflict(
          "This member belongs to another organization too, so only the operator of this"
              + " installation can give them a new password.");
    }
    return row.getString("email");
  }

  private static Future<Change<NewLink>> make(
      SqlConnection connection, Organization organization, UUID userId, String email) {
    String token = Secrets.randomToken();
    return connection
        .preparedQuery(MAKE)
        .execute(
            Tuple.of(
                organization.id(),
                userId,
                Buffer.buffer(Secrets.hash(token)),
                (double) LIFETIME.toSeconds()))
        .map(rows -> rows.iterator().next().getOffsetDateTime("expires_at").toInstant())
        .map(expires -> new NewLink(email, token, expires))
        .map(made -> new Change<>(made, "password.reset_link", null, email));
  }
}
