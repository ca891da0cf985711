package ai.altertable.mcp.administration;

import ai.altertable.mcp.administration.LedgerEntry.GrantedClient;
import ai.altertable.mcp.administration.LedgerEntry.Holder;
import ai.altertable.mcp.administration.LedgerEntry.Life;
import ai.altertable.mcp.administration.LedgerEntry.Place;
import ai.altertable.mcp.administration.LedgerEntry.Usage;
import io.vertx.sqlclient.Row;
import java.net.URI;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads the ledger of grants out of the database. */
final class LedgerRows {
  /**
   * The page is cut before calls are counted, and no grant's calls are counted further than {@link
   * Usage#MOST}: what a page costs is bounded, however busy the organization is.
   */
  static final String SELECT =
      """
      WITH page AS MATERIALIZED (
        SELECT g.id, g.client_id, c.name AS client_name, g.user_id, g.service_account_id,
               coalesce(u.email, s.name) AS holder, e.id AS environment_id, e.slug AS environment,
               e.name AS environment_name, g.scope, g.created_at, g.expires_at, g.last_used_at,
               CASE WHEN g.revoked_at IS NOT NULL THEN coalesce(g.revoked_because, 'revoked')
                    WHEN g.expires_at <= now() THEN 'expired' END AS ended_because
        FROM environment e
        JOIN oauth_grant g ON g.environment_id = e.id
        JOIN oauth_client c ON c.id = g.client_id
        LEFT JOIN app_user u ON u.id = g.user_id
        LEFT JOIN service_account s ON s.id = g.service_account_id
        WHERE e.organization_id = $1
          AND ($2::text IS NULL OR strpos(lower(coalesce(u.email, s.name)), lower($2)) > 0)
          AND ($3::text IS NULL OR strpos(lower(c.name), lower($3)) > 0 OR c.id = $3)
          AND ($4::text IS NULL OR e.slug = $4)
          AND ($5 = 'all' OR ($5 = 'live') = (g.revoked_at IS NULL AND g.expires_at > now()))
          AND ($6::uuid[] IS NULL OR g.id = ANY ($6))
          AND ($7::timestamptz IS NULL OR (g.created_at, g.id) < ($7, $8::uuid))
        ORDER BY g.created_at DESC, g.id DESC
        LIMIT $9)
      SELECT page.*, used.calls, used.denied, coalesce(used.last_call, page.last_used_at) AS last_call
      FROM page
      CROSS JOIN LATERAL (
        SELECT count(*)::int AS calls, max(at) AS last_call,
               (count(*) FILTER (WHERE outcome IN ('scope_missing', 'denied')))::int AS denied
        FROM (SELECT a.at, a.outcome FROM audit_event a
              WHERE a.grant_id = page.id AND a.action = 'tool.call'
                AND a.at > now() - interval '30 days'
              ORDER BY a.at DESC LIMIT %d) recent) used
      ORDER BY page.created_at DESC, page.id DESC
      """
          .formatted(Usage.MOST);

  private LedgerRows() {}

  static LedgerEntry entry(Row row) {
    UUID account = row.getUUID("service_account_id");
    String clientId = row.getString("client_id");
    return new LedgerEntry(
        row.getUUID("id"),
        new Holder(
            account == null ? row.getUUID("user_id") : account,
            row.getString("holder"),
            account != null),
        new GrantedClient(clientId, row.getString("client_name"), verifiedHost(clientId)),
        new Place(
            row.getUUID("environment_id"),
            row.getString("environment"),
            row.getString("environment_name")),
        List.of(row.getArrayOfStrings("scope")),
        new Life(
            row.getOffsetDateTime("created_at").toInstant(),
            row.getOffsetDateTime("expires_at").toInstant(),
            Optional.ofNullable(row.getString("ended_because"))),
        new Usage(
            instant(row.getOffsetDateTime("last_call")),
            row.getInteger("calls"),
            row.getInteger("denied")));
  }

  /** A client whose id is the address of its metadata document has proven that host. */
  static Optional<String> verifiedHost(String clientId) {
    return clientId.startsWith("https://")
        ? Optional.ofNullable(URI.create(clientId).getHost())
        : Optional.empty();
  }

  private static Optional<Instant> instant(OffsetDateTime at) {
    return Optional.ofNullable(at).map(OffsetDateTime::toInstant);
  }
}
