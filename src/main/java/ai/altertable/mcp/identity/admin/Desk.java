package ai.altertable.mcp.identity.admin;

import ai.altertable.mcp.identity.OrganizationRole;
import ai.altertable.mcp.platform.AuditEvent;
import ai.altertable.mcp.platform.AuditLog;
import ai.altertable.mcp.platform.PlatformDatabase;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.StreamSupport;

/**
 * Where administrators are let in. Changes to one organization come one after the other: its row is
 * locked before the actor's role is read, so neither a role that is being taken away nor the count
 * of its admins can be outdated.
 */
public final class Desk {
  private static final String OF_PERSON =
      """
      SELECT o.id, o.slug, o.name, r.role
      FROM app_user u
      JOIN organization_role r ON r.user_id = u.id
      JOIN organization o ON o.id = r.organization_id
      WHERE u.id = $1 AND u.disabled_at IS NULL AND ($2::text IS NULL OR o.slug = $2)
      ORDER BY o.name, o.slug
      """;

  /** A service account belongs to the organization of its environment, and to no other. */
  private static final String OF_ACCOUNT =
      """
      SELECT o.id, o.slug, o.name,
             CASE WHEN 'admin' = ANY (s.scope) THEN 'admin' ELSE 'member' END AS role
      FROM service_account s
      JOIN environment e ON e.id = s.environment_id
      JOIN organization o ON o.id = e.organization_id
      WHERE s.id = $1 AND s.disabled_at IS NULL AND ($2::text IS NULL OR o.slug = $2)
      """;

  private static final String PATIENCE = "SET LOCAL lock_timeout = '10s'";

  /** Not FOR UPDATE: rows that refer to the organization may be written meanwhile. */
  private static final String LOCK =
      "SELECT id FROM organization WHERE slug = $1 FOR NO KEY UPDATE";

  private final PlatformDatabase database;
  private final AuditLog audit;

  Desk(PlatformDatabase database, AuditLog audit) {
    this.database = database;
    this.audit = audit;
  }

  /** The organizations that the actor belongs to, ordered by name. */
  public Future<List<Organization>> organizations(Actor actor) {
    return find(database.pool(), actor, null);
  }

  /**
   * Lets an administrator read.
   *
   * @param slug of the organization
   * @return fails with {@link Refused}
   */
  public <T> Future<T> read(
      Actor actor, String slug, BiFunction<SqlClient, Organization, Future<T>> work) {
    return admin(database.pool(), actor, slug)
        .compose(organization -> work.apply(database.pool(), organization));
  }

  /**
   * Lets an administrator change something and records it, in one transaction: there is no change
   * without its record.
   *
   * @param slug of the organization
   * @return fails with {@link Refused}, and then nothing is changed
   */
  public <T> Future<T> change(
      Actor actor, String slug, BiFunction<SqlConnection, Organization, Future<Change<T>>> work) {
    return database.inTransaction(
        connection ->
            connection
                .query(PATIENCE)
                .execute()
                .compose(set -> connection.preparedQuery(LOCK).execute(Tuple.of(slug)))
                .compose(locked -> admin(connection, actor, slug))
                .compose(
                    organization ->
                        work.apply(connection, organization)
                            .compose(
                                change ->
                                    record(connection, actor, organization, change)
                                        .map(change.value()))));
  }

  private Future<Void> record(
      SqlConnection connection, Actor actor, Organization organization, Change<?> change) {
    return audit.record(
        connection,
        new AuditEvent(
            Instant.now(),
            change.action(),
            "ok",
            actor.audited(organization.id(), change.environmentId()),
            null,
            change.target(),
            actor.correlationId()));
  }

  private static Future<Organization> admin(SqlClient client, Actor actor, String slug) {
    return find(client, actor, slug)
        .map(
            found -> {
              Organization organization =
                  found.stream().findAny().orElseThrow(() -> Refused.notFound("organization"));
              if (!organization.admin()) {
                throw Refused.forbidden();
              }
              return organization;
            });
  }

  private static Future<List<Organization>> find(SqlClient client, Actor actor, String slug) {
    return client
        .preparedQuery(actor.kind() == Actor.Kind.PERSON ? OF_PERSON : OF_ACCOUNT)
        .execute(Tuple.of(actor.id(), slug))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false).map(Desk::organization).toList());
  }

  private static Organization organization(Row row) {
    return new Organization(
        row.getUUID("id"),
        row.getString("slug"),
        row.getString("name"),
        OrganizationRole.parse(row.getString("role")));
  }
}
