package ai.altertable.mcp.identity;

import ai.altertable.mcp.platform.PlatformDatabase;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Finds out who somebody is that the upstream provider vouches for: by the provider's own key for
 * them when they were here before, else by their verified e-mail address, which must be a user's or
 * an invited one. An address that belongs to somebody with another key there is nobody's: it was
 * given away.
 */
public final class UpstreamUsers {
  private static final String KNOWN =
      """
      SELECT u.id, u.email, u.name, u.disabled_at IS NULL AS enabled
      FROM upstream_identity i JOIN app_user u ON u.id = i.user_id
      WHERE i.issuer = $1 AND i.subject = $2
      """;
  private static final String BY_EMAIL =
      """
      SELECT u.id, u.email, u.name, u.disabled_at IS NULL AS enabled
      FROM app_user u WHERE u.email = $1
        AND NOT EXISTS (SELECT FROM upstream_identity i
                        WHERE i.user_id = u.id AND i.issuer = $2)
      """;
  private static final String TAKEN = "SELECT FROM app_user WHERE email = $1";

  /** Two first sign-ins at a time make one link; somebody else's is never taken. */
  private static final String LINK =
      """
      INSERT INTO upstream_identity (issuer, subject, user_id) VALUES ($1, $2, $3)
      ON CONFLICT (issuer, subject) DO NOTHING
      """;

  private final PlatformDatabase database;

  UpstreamUsers(PlatformDatabase database) {
    this.database = database;
  }

  /**
   * Somebody as the provider describes them.
   *
   * @param subject the provider's key
   * @param email verified by the provider, normalized
   * @param name for people
   */
  public record Person(String issuer, String subject, String email, String name) {}

  /**
   * A user who comes in.
   *
   * @param joined ids of the organizations whose invitations were taken just now
   */
  public record Found(User user, List<UUID> joined) {
    public Found {
      joined = List.copyOf(joined);
    }

    private static Found known(User user) {
      return new Found(user, List.of());
    }
  }

  /**
   * The user that somebody is.
   *
   * @param joining records the invitations that it accepts
   * @return empty when they have no account and nobody invited them, or when they are disabled
   */
  public Future<Optional<Found>> find(Person person, Joining joining) {
    return database.inTransaction(
        connection ->
            connection
                .preparedQuery(KNOWN)
                .execute(Tuple.of(person.issuer(), person.subject()))
                .compose(
                    rows ->
                        rows.size() > 0
                            ? Future.succeededFuture(enabled(rows))
                            : byEmail(connection, person, joining)));
  }

  private static Future<Optional<Found>> byEmail(
      SqlConnection connection, Person person, Joining joining) {
    return connection
        .preparedQuery(BY_EMAIL)
        .execute(Tuple.of(person.email(), person.issuer()))
        .compose(
            rows ->
                rows.size() > 0
                    ? Future.succeededFuture(enabled(rows))
                    : invited(connection, person, joining))
        .compose(
            found ->
                found.isEmpty()
                    ? Future.succeededFuture(found)
                    : connection
                        .preparedQuery(LINK)
                        .execute(
                            Tuple.of(person.issuer(), person.subject(), found.get().user().id()))
                        .map(found));
  }

  private static Future<Optional<Found>> invited(
      SqlConnection connection, Person person, Joining joining) {
    return connection
        .preparedQuery(TAKEN)
        .execute(Tuple.of(person.email()))
        .compose(
            taken ->
                taken.size() > 0
                    ? Future.succeededFuture(Optional.empty())
                    : InvitedUsers.admit(connection, person.email(), person.name(), joining));
  }

  private static Optional<Found> enabled(RowSet<Row> rows) {
    Row row = rows.iterator().next();
    return row.getBoolean("enabled")
        ? Optional.of(Found.known(SignIn.user(row)))
        : Optional.empty();
  }
}
