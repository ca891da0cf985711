package ai.altertable.mcp.oauth.grant;

import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.identity.Directory;
import ai.altertable.mcp.oauth.policy.AuthorizationRequest;
import ai.altertable.mcp.oauth.policy.RequestOrigin;
import ai.altertable.mcp.platform.PlatformDatabase;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Grants in the database. A database trigger tells every node when one ends. */
public final class GrantStore {
  private static final String CREATE =
      """
      INSERT INTO oauth_grant (client_id, user_id, environment_id, scope, resource, expires_at, proof_key)
      VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id
      """;

  /** As long as the server says, or as the organization's policy says when that is shorter. */
  private static final String REDEEM =
      """
      UPDATE oauth_grant g SET expires_at = least($2, g.created_at + make_interval(days => (
        SELECT p.longest_grant_days FROM organization_policy p
        JOIN environment e ON e.organization_id = p.organization_id
        WHERE e.id = g.environment_id))), proof_key = $3
      WHERE g.id = $1
      """;

  private static final String REVOKE =
      """
      UPDATE oauth_grant SET revoked_at = now(), revoked_because = $2
      WHERE id = $1 AND revoked_at IS NULL
      """;

  /** Always in one order: two revocations at a time wait for each other, and for nothing else. */
  private static final String OWN =
      "SELECT "
          + Grant.COLUMNS
          + " FROM oauth_grant g "
          + Grant.JOINS
          + """
          WHERE g.user_id = $2 AND g.revoked_at IS NULL AND g.expires_at > now()
            AND (g.client_id, g.environment_id) = (
              SELECT client_id, environment_id FROM oauth_grant WHERE id = $1 AND user_id = $2)
          ORDER BY g.id FOR UPDATE OF g
          """;

  private static final String OF_USER =
      "SELECT "
          + Grant.COLUMNS
          + """
          , c.name AS client_name, o.name AS organization_name, e.name AS environment_name,
          g.created_at, g.last_used_at, g.expires_at
          FROM oauth_grant g JOIN oauth_client c ON c.id = g.client_id
          """
          + Grant.JOINS
          + """
          WHERE g.user_id = $1 AND g.revoked_at IS NULL AND g.expires_at > now()
          ORDER BY coalesce(g.last_used_at, g.created_at) DESC LIMIT 200
          """;

  private final PlatformDatabase database;
  private final GrantAudit audit;

  public GrantStore(PlatformDatabase database, GrantAudit audit) {
    this.database = database;
    this.audit = audit;
  }

  /**
   * Makes a grant that lives only until its code must be redeemed.
   *
   * @param until the code's end
   */
  static Future<UUID> create(
      SqlConnection connection,
      AuthorizationRequest request,
      UUID userId,
      UUID environmentId,
      Set<Scope> scopes,
      OffsetDateTime until) {
    return connection
        .preparedQuery(CREATE)
        .execute(
            Tuple.of(
                request.clientId(),
                userId,
                environmentId,
                names(scopes),
                request.resource().uri(),
                until,
                request.proofKey().orElse(null)))
        .map(rows -> rows.iterator().next().getUUID("id"));
  }

  /**
   * Lets a grant live on whose code was redeemed.
   *
   * @param proofKey thumbprint of the key that every refresh must prove, if any
   */
  static Future<Void> redeem(
      SqlConnection connection, UUID grantId, OffsetDateTime until, Optional<String> proofKey) {
    return connection
        .preparedQuery(REDEEM)
        .execute(Tuple.of(grantId, until, proofKey.orElse(null)))
        .mapEmpty();
  }

  /**
   * Ends a grant and everything that hangs on it.
   *
   * @param because for the audit of later readers, short
   * @return whether it had not ended before
   */
  static Future<Boolean> revoke(SqlClient client, UUID grantId, String because) {
    return client
        .preparedQuery(REVOKE)
        .execute(Tuple.of(grantId, because))
        .map(ended -> ended.rowCount() == 1);
  }

  /**
   * The scopes that a grant is good for now: what was consented to, as far as its user still may
   * and the organization's policy still allows.
   *
   * @return empty when the environment is out of the user's reach
   */
  static Future<Set<Scope>> scopesNow(SqlClient client, Grant grant) {
    return grant
        .userId()
        .map(
            user ->
                Directory.reach(client, user, grant.clientId(), grant.tenant().environmentId())
                    .map(
                        reach ->
                            reach
                                .map(found -> intersection(grant.scopes(), found.scopes()))
                                .orElse(Set.of())))
        .orElseGet(() -> Future.succeededFuture(grant.scopes()));
  }

  /**
   * Ends a grant that its client gives back, and records it; one that has ended is left alone.
   *
   * @return completes when it has ended
   */
  Future<Void> giveBack(Grant grant, RequestOrigin origin) {
    return database.inTransaction(
        connection ->
            revoke(connection, grant.id(), "revoked by the client")
                .compose(
                    ended ->
                        ended
                            ? audit.record(connection, "grant.revoke", "ok", grant, origin)
                            : Future.succeededFuture()));
  }

  /**
   * Ends all that a user lets a client do in an environment, and records it. What programs of one
   * name share a client id with each other cannot be told apart, so they end together.
   *
   * @param grantId one of the user's grants of that client there
   * @return how many ended; 0 when it is not the user's, or all have ended before
   */
  public Future<Integer> revokeOwn(UUID userId, UUID grantId, RequestOrigin origin) {
    return database.inTransaction(
        connection ->
            connection
                .preparedQuery(OWN)
                .execute(Tuple.of(grantId, userId))
                .compose(
                    rows -> {
                      Future<Void> chain = Future.succeededFuture();
                      for (Row row : rows) {
                        Grant grant = Grant.of(row);
                        chain = chain.compose(before -> revokeOwn(connection, grant, origin));
                      }
                      return chain.map(rows.size());
                    }));
  }

  private Future<Void> revokeOwn(SqlConnection connection, Grant grant, RequestOrigin origin) {
    return revoke(connection, grant.id(), "revoked by the user")
        .compose(ended -> audit.record(connection, "grant.revoke", "ok", grant, origin));
  }

  /** The live grants of a user, the last used first; 200 at the most. */
  public Future<List<ConnectedApp>> ofUser(UUID userId) {
    return database
        .pool()
        .preparedQuery(OF_USER)
        .execute(Tuple.of(userId))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(GrantStore::connectedApp)
                    .toList());
  }

  private static ConnectedApp connectedApp(Row row) {
    return new ConnectedApp(
        Grant.of(row),
        row.getString("client_name"),
        row.getString("organization_name") + " / " + row.getString("environment_name"),
        row.getOffsetDateTime("created_at").toInstant(),
        Optional.ofNullable(row.getOffsetDateTime("last_used_at")).map(OffsetDateTime::toInstant));
  }

  static String[] names(Collection<Scope> scopes) {
    return scopes.stream().sorted().map(Scope::wire).toArray(String[]::new);
  }

  static Set<Scope> intersection(Set<Scope> a, Set<Scope> b) {
    Set<Scope> both = EnumSet.noneOf(Scope.class);
    a.stream().filter(b::contains).forEach(both::add);
    return both;
  }
}
