package ai.altertable.mcp.identity.admin;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** The environments of an organization. */
public final class Environments {
  /** More would be a mistake of a script: each has a database of its own. */
  public static final int MOST = 200;

  private static final String SELECT =
      """
      SELECT e.id, e.slug, e.name, e.created_at,
             (SELECT count(*)::integer FROM oauth_grant g
              WHERE g.environment_id = e.id AND g.revoked_at IS NULL AND g.expires_at > now())
               AS connected
      FROM environment e WHERE e.organization_id = $1 AND ($2::text IS NULL OR e.slug = $2)
      ORDER BY e.name, e.slug
      """;
  private static final String COUNT =
      "SELECT count(*)::integer AS n FROM environment WHERE organization_id = $1";
  private static final String CREATE =
      """
      INSERT INTO environment (organization_id, slug, name) VALUES ($1, $2, $3)
      ON CONFLICT (organization_id, slug) DO NOTHING RETURNING id
      """;
  private static final String RENAME = "UPDATE environment SET name = $2 WHERE id = $1";
  private static final String DELETE = "DELETE FROM environment WHERE id = $1";

  private final Desk desk;

  Environments(Desk desk) {
    this.desk = desk;
  }

  /** All of them, ordered by name. */
  public Future<List<EnvironmentEntry>> list(Actor actor, String organization) {
    return desk.read(actor, organization, (client, found) -> select(client, found, null));
  }

  /** One of them; fails with {@link Refused} {@code NOT_FOUND}. */
  public Future<EnvironmentEntry> get(Actor actor, String organization, String slug) {
    return desk.read(actor, organization, (client, found) -> one(client, found, slug));
  }

  /**
   * Makes an environment. Its database is made at first use.
   *
   * @param slug free in the organization; never changes
   * @return its key; fails with {@link Refused}
   */
  public Future<UUID> create(Actor actor, String organization, String slug, String name) {
    return desk.change(
        actor,
        organization,
        (connection, found) ->
            connection
                .preparedQuery(COUNT)
                .execute(Tuple.of(found.id()))
                .compose(
                    counted -> {
                      if (counted.iterator().next().getInteger("n") >= MOST) {
                        throw Refused.conflict(
                            "The organization has " + MOST + " environments, which is the most.");
                      }
                      return connection
                          .preparedQuery(CREATE)
                          .execute(Tuple.of(found.id(), Texts.slug(slug), Texts.name(name)));
                    })
                .map(
                    rows -> {
                      if (rows.size() == 0) {
                        throw Refused.conflict(
                            "There is an environment with the short name " + slug + " already.");
                      }
                      UUID id = rows.iterator().next().getUUID("id");
                      return new Change<>(id, "environment.create", id, slug);
                    }));
  }

  /** Gives an environment another name for people. */
  public Future<Void> rename(Actor actor, String organization, String slug, String name) {
    return desk.change(
        actor,
        organization,
        (connection, found) ->
            id(connection, found, slug)
                .compose(
                    id ->
                        connection
                            .preparedQuery(RENAME)
                            .execute(Tuple.of(id, Texts.name(name)))
                            .map(done -> Change.in(id, "environment.rename", slug))));
  }

  /**
   * Deletes an environment with everything in it: what was saved there, the grants and their
   * tokens, and, soon after, its database.
   *
   * @param confirmation the slug once more, as the administrator typed it
   */
  public Future<Void> delete(Actor actor, String organization, String slug, String confirmation) {
    return desk.change(
        actor,
        organization,
        (connection, found) ->
            id(connection, found, slug)
                .compose(
                    id -> {
                      if (!confirmation.strip().equals(slug)) {
                        throw Refused.invalid(
                            "confirmation", "Type " + slug + " to confirm the deletion.");
                      }
                      return connection
                          .preparedQuery(DELETE)
                          .execute(Tuple.of(id))
                          .map(done -> Change.in(id, "environment.delete", slug));
                    }));
  }

  /** The key of an environment; fails with {@link Refused} {@code NOT_FOUND}. */
  static Future<UUID> id(SqlConnection connection, Organization organization, String slug) {
    return one(connection, organization, slug).map(EnvironmentEntry::id);
  }

  private static Future<EnvironmentEntry> one(
      SqlClient client, Organization organization, String slug) {
    return select(client, organization, slug)
        .map(found -> found.stream().findAny().orElseThrow(() -> Refused.notFound("environment")));
  }

  private static Future<List<EnvironmentEntry>> select(
      SqlClient client, Organization organization, String slug) {
    return client
        .preparedQuery(SELECT)
        .execute(Tuple.of(organization.id(), slug))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false).map(Environments::entry).toList());
  }

  private static EnvironmentEntry entry(Row row) {
    return new EnvironmentEntry(
        row.getUUID("id"),
        row.getString("slug"),
        row.getString("name"),
        row.getOffsetDateTime("created_at").toInstant(),
        row.getInteger("connected"));
  }
}
