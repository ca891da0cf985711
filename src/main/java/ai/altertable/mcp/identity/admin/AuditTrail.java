package ai.altertable.mcp.identity.admin;

import ai.altertable.mcp.platform.AuditEvent;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/**
 * What was recorded about an organization: whatever happened in it, and its members' sign-ins,
 * which belong to no organization by themselves.
 */
public final class AuditTrail {
  /** Most events of one page. */
  public static final int MOST = 500;

  /** Most events of one export; a narrower time range gives the rest. */
  public static final int MOST_EXPORTED = 1_000_000;

  private static final int CHUNK = 1_000;

  private static final String CONDITIONS =
      """
        AND ($2::timestamptz IS NULL OR a.at >= $2) AND ($3::timestamptz IS NULL OR a.at < $3)
        AND ($4::text IS NULL OR a.action = $4
             OR (right($4, 1) = '.' AND starts_with(a.action, $4)))
        AND ($5::text IS NULL OR a.outcome = $5) AND ($6::text IS NULL OR a.subject = $6)
        AND ($7::text IS NULL OR a.client_id = $7) AND ($8::uuid IS NULL OR a.environment_id = $8)
        AND ($9::text IS NULL OR a.tool = $9)
        AND ($10::timestamptz IS NULL OR (a.at, a.id) < ($10, $11::bigint))
      ORDER BY a.at DESC, a.id DESC LIMIT $12
      """;

  /** Two ordered index scans, merged: neither reads more than a page. */
  private static final String SELECT =
      "SELECT p.*, coalesce(u.email, s.name) AS subject_name, c.name AS client_name,"
          + " e.slug AS environment FROM (SELECT * FROM ((SELECT a.* FROM audit_event a WHERE"
          + " a.organization_id = $1 "
          + CONDITIONS
          + ") UNION ALL (SELECT a.* FROM audit_event a WHERE a.organization_id IS NULL AND"
          + " a.subject = ANY (ARRAY(SELECT r.user_id::text FROM organization_role r WHERE"
          + " r.organization_id = $1)) "
          + CONDITIONS
          + ")) b ORDER BY b.at DESC, b.id DESC LIMIT $12) p "
          + """
          LEFT JOIN app_user u
            ON u.id = CASE WHEN p.subject ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
                           THEN p.subject::uuid END
          LEFT JOIN service_account s
            ON s.id = CASE WHEN p.subject ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
                           THEN p.subject::uuid END
          LEFT JOIN oauth_client c ON c.id = p.client_id
          LEFT JOIN environment e ON e.id = p.environment_id
          ORDER BY p.at DESC, p.id DESC
          """;

  private final Desk desk;

  AuditTrail(Desk desk) {
    this.desk = desk;
  }

  /**
   * A page of events.
   *
   * @param next where the page after it begins; empty on the last one
   */
  public record Events(List<AuditEntry> entries, Optional<AuditPlace> next) {
    public Events {
      entries = List.copyOf(entries);
    }
  }

  /**
   * Events, the latest first.
   *
   * @param after {@link Events#next} of the page before; empty for the first page
   * @param limit 1 to {@link #MOST}
   */
  public Future<Events> list(
      Actor actor, String organization, AuditFilter filter, Optional<AuditPlace> after, int limit) {
    if (limit < 1 || limit > MOST) {
      return Future.failedFuture(Refused.invalid("limit", "The limit must be 1 to " + MOST + "."));
    }
    return desk.read(
        actor,
        organization,
        (client, found) -> select(client, new Query(found.id(), filter, limit), after));
  }

  /**
   * The same events as CSV (RFC 4180), a thousand lines at a time: nothing waits in memory, and no
   * connection is held while the reader is slow.
   *
   * @param write takes a piece of text; the next is made when it is done
   */
  public Future<Void> export(
      Actor actor, String organization, AuditFilter filter, Function<String, Future<Void>> write) {
    return desk.read(
        actor,
        organization,
        (client, found) ->
            write
                .apply(AuditCsv.HEADER)
                .compose(
                    begun ->
                        export(
                            client,
                            new Query(found.id(), filter, CHUNK),
                            Optional.empty(),
                            write,
                            MOST_EXPORTED / CHUNK)));
  }

  private record Query(UUID organizationId, AuditFilter filter, int limit) {}

  private static Future<Void> export(
      SqlClient client,
      Query query,
      Optional<AuditPlace> after,
      Function<String, Future<Void>> write,
      int chunks) {
    return select(client, query, after)
        .compose(
            page -> {
              Future<Void> written =
                  page.entries().isEmpty()
                      ? Future.succeededFuture()
                      : write.apply(AuditCsv.lines(page.entries()));
              return page.next().isEmpty() || chunks <= 1
                  ? written
                  : written.compose(done -> export(client, query, page.next(), write, chunks - 1));
            });
  }

  private static Future<Events> select(SqlClient client, Query query, Optional<AuditPlace> after) {
    AuditFilter filter = query.filter();
    Tuple values =
        Tuple.of(
            query.organizationId(),
            time(filter.from()),
            time(filter.until()),
            filter.action().orElse(null),
            filter.outcome().orElse(null),
            filter.subject().orElse(null));
    values
        .addValue(filter.clientId().orElse(null))
        .addValue(filter.environmentId().orElse(null))
        .addValue(filter.tool().orElse(null))
        .addValue(time(after.map(AuditPlace::at)))
        .addValue(after.map(AuditPlace::id).orElse(null))
        .addValue(query.limit() + 1L);
    return client
        .preparedQuery(SELECT)
        .execute(values)
        .map(
            rows -> StreamSupport.stream(rows.spliterator(), false).map(AuditTrail::entry).toList())
        .map(
            entries ->
                entries.size() <= query.limit()
                    ? new Events(entries, Optional.empty())
                    : new Events(
                        entries.subList(0, query.limit()),
                        Optional.of(entries.get(query.limit() - 1).place())));
  }

  private static OffsetDateTime time(Optional<Instant> at) {
    return at.map(instant -> instant.atOffset(ZoneOffset.UTC)).orElse(null);
  }

  private static AuditEntry entry(Row row) {
    Instant at = row.getOffsetDateTime("at").toInstant();
    String tool = row.getString("tool");
    Integer elapsed = row.getInteger("elapsed_ms");
    AuditEvent event =
        new AuditEvent(
            at,
            row.getString("action"),
            row.getString("outcome"),
            new AuditEvent.Actor(
                row.getString("subject"),
                row.getString("client_id"),
                row.getUUID("organization_id"),
                row.getUUID("environment_id"),
                row.getUUID("grant_id"),
                row.getString("address")),
            tool == null
                ? null
                : new AuditEvent.Call(
                    tool, row.getLong("row_count"), elapsed == null ? 0 : elapsed),
            row.getString("target"),
            row.getString("correlation_id"));
    return new AuditEntry(
        new AuditPlace(at, row.getLong("id")),
        event,
        Optional.ofNullable(row.getString("subject_name")),
        Optional.ofNullable(row.getString("client_name")),
        Optional.ofNullable(row.getString("environment")));
  }
}
