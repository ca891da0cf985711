package ai.altertable.mcp.administration;

import ai.altertable.mcp.identity.admin.Actor;
import ai.altertable.mcp.identity.admin.Desk;
import ai.altertable.mcp.identity.admin.Organization;
import ai.altertable.mcp.identity.admin.Page;
import ai.altertable.mcp.identity.admin.Refused;
import ai.altertable.mcp.platform.AuditEvent;
import ai.altertable.mcp.platform.AuditLog;
import ai.altertable.mcp.platform.PlatformDatabase;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Every grant of an organization: who lets which client work where, and what it is used for. */
public final class GrantLedger {
  /** Most grants that are ended by one act. */
  public static final int MOST_AT_ONCE = 200;

  private static final String END =
      """
      UPDATE oauth_grant SET revoked_at = now(), revoked_because = 'revoked by an administrator'
      WHERE id = ANY ($1) AND revoked_at IS NULL
      RETURNING id, environment_id, client_id
      """;

  /** Locks the rows, so that two admins who end one grant at a time make one audit event. */
  private static final String THERE =
      """
      SELECT g.id FROM oauth_grant g JOIN environment e ON e.id = g.environment_id
      WHERE e.organization_id = $1 AND g.id = ANY ($2) ORDER BY g.id FOR UPDATE OF g
      """;

  private final PlatformDatabase database;
  private final Desk desk;
  private final AuditLog audit;

  GrantLedger(PlatformDatabase database, Desk desk, AuditLog audit) {
    this.database = database;
    this.desk = desk;
    this.audit = audit;
  }

  /**
   * Grants, the youngest first.
   *
   * @param organization slug
   */
  public Future<Page<LedgerEntry>> list(
      Actor actor, String organization, GrantFilter filter, Page.Request request) {
    return desk.read(
        actor,
        organization,
        (client, found) -> select(client, found, filter, Optional.empty(), request));
  }

  /**
   * Chosen grants, living or ended.
   *
   * @param ids 1 to {@link #MOST_AT_ONCE}
   * @return fails with {@link Refused} {@code NOT_FOUND} when one of them is not the organization's
   */
  public Future<List<LedgerEntry>> select(Actor actor, String organization, Collection<UUID> ids) {
    UUID[] wanted = Set.copyOf(ids).toArray(UUID[]::new);
    return desk.read(
        actor,
        organization,
        (client, found) -> {
          requireBounded(wanted.length);
          return select(
                  client,
                  found,
                  GrantFilter.ANY,
                  Optional.of(wanted),
                  Page.Request.first(wanted.length))
              .map(
                  page -> {
                    if (page.items().size() < wanted.length) {
                      throw Refused.notFound("grant");
                    }
                    return page.items();
                  });
        });
  }

  /**
   * Ends grants, and their tokens on every node. All or none: one that is not the organization's
   * fails the act with {@code NOT_FOUND}; those that have ended already stay so.
   *
   * @param ids 1 to {@link #MOST_AT_ONCE}
   * @return how many have ended by this
   */
  public Future<Integer> revoke(Actor actor, String organization, Collection<UUID> ids) {
    UUID[] wanted = Set.copyOf(ids).toArray(UUID[]::new);
    return desk.read(
        actor,
        organization,
        (client, found) -> {
          requireBounded(wanted.length);
          return database.inTransaction(
              connection ->
                  end(connection, found, wanted)
                      .compose(ended -> recorded(connection, actor, found, ended)));
        });
  }

  private static void requireBounded(int count) {
    if (count < 1 || count > MOST_AT_ONCE) {
      throw Refused.invalid("grants", "Choose 1 to " + MOST_AT_ONCE + " connections.");
    }
  }

  private static Future<List<Row>> end(
      SqlConnection connection, Organization organization, UUID[] ids) {
    return connection
        .preparedQuery(THERE)
        .execute(Tuple.tuple().addUUID(organization.id()).addArrayOfUUID(ids))
        .compose(
            there -> {
              if (there.size() < ids.length) {
                throw Refused.notFound("grant");
              }
              return connection.preparedQuery(END).execute(Tuple.tuple().addArrayOfUUID(ids));
            })
        .map(ended -> StreamSupport.stream(ended.spliterator(), false).toList());
  }

  private Future<Integer> recorded(
      SqlConnection connection, Actor actor, Organization organization, List<Row> ended) {
    Future<Void> chain = Future.succeededFuture();
    for (Row row : ended) {
      AuditEvent.Actor who =
          new AuditEvent.Actor(
              actor.id().toString(),
              actor.clientId().orElse(null),
              organization.id(),
              row.getUUID("environment_id"),
              row.getUUID("id"),
              actor.address());
      AuditEvent event =
          new AuditEvent(
              Instant.now(),
              "grant.revoke",
              "ok",
              who,
              null,
              "client " + row.getString("client_id"),
              actor.correlationId());
      chain = chain.compose(before -> audit.record(connection, event));
    }
    return chain.map(ended.size());
  }

  private static Future<Page<LedgerEntry>> select(
      SqlClient client,
      Organization organization,
      GrantFilter filter,
      Optional<UUID[]> ids,
      Page.Request request) {
    Optional<Cursor> after = request.after().map(Cursor::parse);
    Tuple parameters =
        Tuple.tuple()
            .addUUID(organization.id())
            .addString(filter.holder().orElse(null))
            .addString(filter.client().orElse(null))
            .addString(filter.environment().orElse(null))
            .addString(filter.state().wire())
            .addArrayOfUUID(ids.orElse(null))
            .addOffsetDateTime(after.map(place -> place.at().atOffset(ZoneOffset.UTC)).orElse(null))
            .addUUID(after.map(Cursor::id).orElse(null))
            .addInteger(request.limit() + 1);
    return client
        .preparedQuery(LedgerRows.SELECT)
        .execute(parameters)
        .map(
            rows -> StreamSupport.stream(rows.spliterator(), false).map(LedgerRows::entry).toList())
        .map(
            entries ->
                Cursor.page(
                    entries,
                    request.limit(),
                    entry -> new Cursor(entry.life().createdAt(), entry.id())));
  }
}
