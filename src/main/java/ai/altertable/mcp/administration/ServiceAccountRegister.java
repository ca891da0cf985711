package ai.altertable.mcp.administration;

import ai.altertable.mcp.administration.LedgerEntry.Place;
import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.oauth.client.ServiceAccounts;
import ai.altertable.mcp.oauth.client.ServiceAccounts.Credentials;
import ai.altertable.mcp.platform.PlatformDatabase;
import ai.altertable.mcp.platform.Secrets;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** The service accounts of an organization. A secret is told once, when it is made. */
public final class ServiceAccountRegister {
  private static final String SELECT =
      """
      SELECT s.id, s.name, c.id AS client_id, e.id AS environment_id, e.slug AS environment,
             e.name AS environment_name, s.scope, s.created_at, s.disabled_at,
             (SELECT max(g.last_used_at) FROM oauth_grant g
              WHERE g.service_account_id = s.id) AS last_used_at
      FROM service_account s
      JOIN environment e ON e.id = s.environment_id
      JOIN oauth_client c ON c.service_account_id = s.id
      WHERE e.organization_id = $1 AND ($2::uuid IS NULL OR s.id = $2)
        AND ($3::timestamptz IS NULL OR (s.created_at, s.id) < ($3, $4::uuid))
      ORDER BY s.created_at DESC, s.id DESC
      LIMIT $5
      """;
  private static final String DISABLE =
      """
      UPDATE service_account SET disabled_at = CASE WHEN $2 THEN coalesce(disabled_at, now()) END
      WHERE id = $1
      """;
  private static final String ROTATE =
      """
      UPDATE oauth_client SET secret_hash = $2, auth_method = 'client_secret_basic', jwks = NULL
      WHERE service_account_id = $1
      """;

  /** Tokens of the old secret end with it: whoever stole it has some. */
  private static final String END_TOKENS =
      """
      UPDATE oauth_grant SET revoked_at = now(), revoked_because = $2
      WHERE service_account_id = $1 AND revoked_at IS NULL
      """;

  private final PlatformDatabase database;
  private final Access access;
  private final AdministrationAudit audit;
  private final ServiceAccounts accounts;

  ServiceAccountRegister(PlatformDatabase database, Access access, AdministrationAudit audit) {
    this.database = database;
    this.access = access;
    this.audit = audit;
    this.accounts = new ServiceAccounts(database);
  }

  /** Service accounts, the youngest first. */
  public Future<Slice<ServiceAccountEntry>> list(
      Actor actor, String organization, SliceRequest request) {
    return access
        .admin(actor, organization)
        .compose(membership -> read(membership, Optional.empty(), request));
  }

  public Future<ServiceAccountEntry> get(Actor actor, String organization, UUID id) {
    return access.admin(actor, organization).compose(membership -> one(membership, id));
  }

  /**
   * Makes a service account.
   *
   * @param environment slug
   * @param scopes that its tokens may have; not empty
   */
  public Future<Credentials> create(
      Actor actor, String organization, String environment, String name, Set<Scope> scopes) {
    return access
        .admin(actor, organization)
        .compose(
            membership ->
                accounts
                    .create(
                        organization,
                        environment,
                        new ServiceAccounts.Wanted(name, scopes, false, Optional.empty()))
                    .recover(ServiceAccountRegister::explained)
                    .compose(
                        made ->
                            audit
                                .changed(actor, membership, "service_account.create", null)
                                .map(made)));
  }

  /** Gives it a new secret; the old one and all its tokens end. */
  public Future<Credentials> rotate(Actor actor, String organization, UUID id) {
    String secret = Secrets.randomToken();
    return act(
        actor,
        organization,
        id,
        "service_account.rotate",
        (connection, account) ->
            connection
                .preparedQuery(ROTATE)
                .execute(Tuple.of(id, Buffer.buffer(Secrets.hash(secret))))
                .compose(done -> endTokens(connection, id, "secret rotated"))
                .map(new Credentials(account.clientId(), Optional.of(secret))));
  }

  /** Lets it get no more tokens and ends those it has; nothing happens when it is disabled. */
  public Future<Void> disable(Actor actor, String organization, UUID id) {
    return act(
        actor,
        organization,
        id,
        "service_account.disable",
        (connection, account) ->
            connection
                .preparedQuery(DISABLE)
                .execute(Tuple.of(id, true))
                .compose(done -> endTokens(connection, id, "service account disabled")));
  }

  /** Lets it get tokens again. */
  public Future<Void> enable(Actor actor, String organization, UUID id) {
    return act(
        actor,
        organization,
        id,
        "service_account.enable",
        (connection, account) ->
            connection.preparedQuery(DISABLE).execute(Tuple.of(id, false)).mapEmpty());
  }

  private interface Act<T> {
    Future<T> on(SqlConnection connection, ServiceAccountEntry account);
  }

  private <T> Future<T> act(Actor actor, String organization, UUID id, String action, Act<T> act) {
    return access
        .admin(actor, organization)
        .compose(
            membership ->
                one(membership, id)
                    .compose(
                        account ->
                            database
                                .inTransaction(connection -> act.on(connection, account))
                                .compose(
                                    done ->
                                        audit
                                            .changed(
                                                actor,
                                                membership,
                                                action,
                                                account.environment().id())
                                            .map(done))));
  }

  private static Future<Void> endTokens(SqlConnection connection, UUID id, String because) {
    return connection.preparedQuery(END_TOKENS).execute(Tuple.of(id, because)).mapEmpty();
  }

  private static Future<Credentials> explained(Throwable failure) {
    return Future.failedFuture(
        failure instanceof IllegalArgumentException
            ? Refused.invalid("name", failure.getMessage())
            : failure);
  }

  private Future<ServiceAccountEntry> one(Membership membership, UUID id) {
    return read(membership, Optional.of(id), new SliceRequest(1, Optional.empty()))
        .map(
            found ->
                found.items().stream()
                    .findAny()
                    .orElseThrow(() -> Refused.notFound("service account")));
  }

  private Future<Slice<ServiceAccountEntry>> read(
      Membership membership, Optional<UUID> id, SliceRequest request) {
    Optional<Cursor> after = request.cursor().map(Cursor::parse);
    Tuple parameters =
        Tuple.of(
            membership.organizationId(),
            id.orElse(null),
            after.map(place -> place.at().atOffset(ZoneOffset.UTC)).orElse(null),
            after.map(Cursor::id).orElse(null),
            request.limit() + 1);
    return database
        .pool()
        .preparedQuery(SELECT)
        .execute(parameters)
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map((Row row) -> entry(row))
                    .toList())
        .map(
            entries ->
                Slice.of(
                    entries,
                    request.limit(),
                    entry -> new Cursor(entry.createdAt(), entry.id()).text()));
  }

  private static ServiceAccountEntry entry(Row row) {
    return new ServiceAccountEntry(
        row.getUUID("id"),
        row.getString("name"),
        row.getString("client_id"),
        new Place(
            row.getUUID("environment_id"),
            row.getString("environment"),
            row.getString("environment_name")),
        List.of(row.getArrayOfStrings("scope")),
        row.getOffsetDateTime("created_at").toInstant(),
        instant(row.getOffsetDateTime("last_used_at")),
        instant(row.getOffsetDateTime("disabled_at")));
  }

  private static Optional<Instant> instant(OffsetDateTime at) {
    return Optional.ofNullable(at).map(OffsetDateTime::toInstant);
  }
}
