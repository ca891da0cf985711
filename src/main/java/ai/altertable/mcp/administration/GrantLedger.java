package ai.altertable.mcp.administration;

import ai.altertable.mcp.platform.PlatformDatabase;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
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
      RETURNING id
      """;

  /** Locks the rows, so that two admins who end one grant at a time make one audit event. */
  private static final String THERE =
      """
      SELECT g.id, g.environment_id FROM oauth_grant g JOIN environment e ON e.id = g.environment_id
      WHERE e.organization_id = $1 AND g.id = ANY ($2) FOR UPDATE OF g
      """;

  private final PlatformDatabase database;
  private final Access access;
  private final AdministrationAudit audit;

  GrantLedger(PlatformDatabase database, Access access, AdministrationAudit audit) {
    this.database = database;
    this.access = access;
    this.audit = audit;
  }

  /**
   * Grants, the youngest first.
   *
   * @param organization slug
   */
  public Future<Slice<LedgerEntry>> list(
      Actor actor, String organization, GrantFilter filter, SliceRequest request) {
    return access
        .admin(actor, organization)
        .compose(membership -> read(membership, filter, Optional.empty(), request));
  }

  /**
   * Chosen grants, living or ended.
   *
   * @param ids 1 to {@link #MOST_AT_ONCE}
   * @return fails with {@code NOT_FOUND} when one of them is not the organization's
   */
  public Future<List<LedgerEntry>> select(Actor actor, String organization, Collection<UUID> ids) {
    UUID[] wanted = Set.copyOf(ids).toArray(UUID[]::new);
    return access
        .admin(actor, organization)
        .compose(
            membership -> {
              requireBounded(wanted.length);
              return read(
                  membership,
                  GrantFilter.ANY,
                  Optional.of(wanted),
                  new SliceRequest(wanted.length, Optional.empty()));
            })
        .map(
            found -> {
              if (found.items().size() < wanted.length) {
                throw Refused.notFound("grant");
              }
              return found.items();
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
    Set<UUID> wanted = Set.copyOf(ids);
    return access
        .admin(actor, organization)
        .compose(
            membership -> {
              requireBounded(wanted.size());
              return database
                  .inTransaction(connection -> end(connection, membership, wanted))
                  .compose(ended -> recorded(actor, membership, ended));
            });
  }

  private static void requireBounded(int count) {
    if (count < 1 || count > MOST_AT_ONCE) {
      throw Refused.invalid("grants", "Choose 1 to " + MOST_AT_ONCE + " connections.");
    }
  }

  private static Future<List<UUID>> end(
      SqlConnection connection, Membership membership, Set<UUID> wanted) {
    UUID[] ids = wanted.toArray(UUID[]::new);
    return connection
        .preparedQuery(THERE)
        .execute(Tuple.tuple().addUUID(membership.organizationId()).addArrayOfUUID(ids))
        .compose(
            there -> {
              if (there.size() < ids.length) {
                throw Refused.notFound("grant");
              }
              return connection.preparedQuery(END).execute(Tuple.tuple().addArrayOfUUID(ids));
            })
        .map(
            ended ->
                StreamSupport.stream(ended.spliterator(), false)
                    .map(row -> row.getUUID("id"))
                    .toList());
  }

  private Future<Integer> recorded(Actor actor, Membership membership, List<UUID> ended) {
    Future<Void> chain = Future.succeededFuture();
    for (UUID id : ended) {
      chain = chain.compose(before -> audit.grantRevoked(actor, membership, id));
    }
    return chain.map(ended.size());
  }

  private Future<Slice<LedgerEntry>> read(
      Membership membership, GrantFilter filter, Optional<UUID[]> ids, SliceRequest request) {
    Optional<Cursor> after = request.cursor().map(Cursor::parse);
    Tuple parameters =
        Tuple.tuple()
            .addUUID(membership.organizationId())
            .addString(filter.holder().orElse(null))
            .addString(filter.client().orElse(null))
            .addString(filter.environment().orElse(null))
            .addString(filter.state().wire())
            .addArrayOfUUID(ids.orElse(null))
            .addOffsetDateTime(after.map(place -> place.at().atOffset(ZoneOffset.UTC)).orElse(null))
            .addUUID(after.map(Cursor::id).orElse(null))
            .addInteger(request.limit() + 1);
    return database
        .pool()
        .preparedQuery(LedgerRows.SELECT)
        .execute(parameters)
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map((Row row) -> LedgerRows.entry(row))
                    .toList())
        .map(
            entries ->
                Slice.of(
                    entries,
                    request.limit(),
                    entry -> new Cursor(entry.life().createdAt(), entry.id()).text()));
  }
}
