package ai.altertable.mcp.administration;

import ai.altertable.mcp.identity.admin.Actor;
import ai.altertable.mcp.identity.admin.Change;
import ai.altertable.mcp.identity.admin.Desk;
import ai.altertable.mcp.identity.admin.Organization;
import ai.altertable.mcp.identity.admin.Page;
import ai.altertable.mcp.identity.admin.Refused;
import ai.altertable.mcp.oauth.client.ServiceAccounts;
import ai.altertable.mcp.oauth.client.ServiceAccounts.Credentials;
import ai.altertable.mcp.oauth.client.ServiceAccounts.Wanted;
import ai.altertable.mcp.platform.Secrets;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** The service accounts of an organization. A secret is told once, when it is made. */
public final class ServiceAccountRegister {
  private static final String SELECT =
      """
      SELECT s.id, s.name, c.id AS client_id, c.auth_method, e.id AS environment_id,
             e.slug AS environment, e.name AS environment_name, s.scope, s.created_at, s.disabled_at,
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

  /** A trigger ends the tokens of who is disabled. */
  private static final String DISABLE =
      """
      UPDATE service_account SET disabled_at = CASE WHEN $2 THEN coalesce(disabled_at, now()) END
      WHERE id = $1
      """;

  private static final String ROTATE =
      "UPDATE oauth_client SET secret_hash = $2 WHERE service_account_id = $1";

  /** Tokens of the old secret end with it: whoever stole it has some. */
  private static final String END_TOKENS =
      """
      UPDATE oauth_grant SET revoked_at = now(), revoked_because = 'secret rotated'
      WHERE service_account_id = $1 AND revoked_at IS NULL
      """;

  private final Desk desk;
  private final ServiceAccounts accounts;

  /**
   * @param accounts makes them
   */
  ServiceAccountRegister(Desk desk, ServiceAccounts accounts) {
    this.desk = desk;
    this.accounts = accounts;
  }

  /** Service accounts, the youngest first. */
  public Future<Page<ServiceAccountEntry>> list(
      Actor actor, String organization, Page.Request request) {
    return desk.read(
        actor, organization, (client, found) -> select(client, found, Optional.empty(), request));
  }

  /** One of them; fails with {@link Refused} {@code NOT_FOUND}. */
  public Future<ServiceAccountEntry> get(Actor actor, String organization, UUID id) {
    return desk.read(actor, organization, (client, found) -> one(client, found, id));
  }

  /**
   * Makes a service account.
   *
   * @param environment slug
   */
  public Future<Credentials> create(
      Actor actor, String organization, String environment, Wanted wanted) {
    return desk.change(
        actor,
        organization,
        (connection, found) ->
            accounts
                .create(connection, organization, environment, wanted)
                .recover(ServiceAccountRegister::explained)
                .map(
                    made ->
                        new Change<>(
                            made,
                            "service_account.create",
                            null,
                            wanted.name() + " in " + environment)));
  }

  /**
   * Gives it a new secret; the old one and all its tokens end.
   *
   * @return fails with {@link Refused} {@code CONFLICT} when it has none because it signs with a
   *     key
   */
  public Future<Credentials> rotate(Actor actor, String organization, UUID id) {
    String secret = Secrets.randomToken();
    return act(
        actor,
        organization,
        id,
        "service_account.rotate",
        (connection, account) -> {
          if (account.signs()) {
            throw Refused.conflict("It signs with a key and has no secret.");
          }
          return connection
              .preparedQuery(ROTATE)
              .execute(Tuple.of(id, Buffer.buffer(Secrets.hash(secret))))
              .compose(done -> connection.preparedQuery(END_TOKENS).execute(Tuple.of(id)))
              .map(new Credentials(account.clientId(), Optional.of(secret)));
        });
  }

  /** Lets it get no more tokens and ends those it has; nothing happens when it is disabled. */
  public Future<Void> disable(Actor actor, String organization, UUID id) {
    return act(
        actor,
        organization,
        id,
        "service_account.disable",
        (connection, account) ->
            connection.preparedQuery(DISABLE).execute(Tuple.of(id, true)).mapEmpty());
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
    return desk.change(
        actor,
        organization,
        (connection, found) ->
            one(connection, found, id)
                .compose(
                    account ->
                        act.on(connection, account)
                            .map(
                                done ->
                                    new Change<>(
                                        done,
                                        action,
                                        account.environment().id(),
                                        account.name()))));
  }

  private static Future<Credentials> explained(Throwable failure) {
    return Future.failedFuture(
        failure instanceof IllegalArgumentException
            ? Refused.invalid("name", failure.getMessage() + ".")
            : failure);
  }

  private static Future<ServiceAccountEntry> one(
      SqlClient client, Organization organization, UUID id) {
    return select(client, organization, Optional.of(id), Page.Request.first(1))
        .map(
            found ->
                found.items().stream()
                    .findAny()
                    .orElseThrow(() -> Refused.notFound("service account")));
  }

  private static Future<Page<ServiceAccountEntry>> select(
      SqlClient client, Organization organization, Optional<UUID> id, Page.Request request) {
    Optional<Cursor> after = request.after().map(Cursor::parse);
    Tuple parameters =
        Tuple.of(
            organization.id(),
            id.orElse(null),
            after.map(place -> place.at().atOffset(ZoneOffset.UTC)).orElse(null),
            after.map(Cursor::id).orElse(null),
            request.limit() + 1);
    return client
        .preparedQuery(SELECT)
        .execute(parameters)
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(ServiceAccountEntry::of)
                    .toList())
        .map(
            entries ->
                Cursor.page(
                    entries, request.limit(), entry -> new Cursor(entry.createdAt(), entry.id())));
  }
}
