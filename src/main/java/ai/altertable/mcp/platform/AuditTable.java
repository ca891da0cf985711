package ai.altertable.mcp.platform;

import ai.altertable.mcp.platform.AuditEvent.Call;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;

/** The table {@code audit_event}. */
final class AuditTable {
  // One statement for every batch size: prepared once.
  private static final String INSERT =
      """
      INSERT INTO audit_event (at, action, outcome, subject, client_id, organization_id,
        environment_id, grant_id, tool, row_count, elapsed_ms, correlation_id, address, target)
      SELECT * FROM unnest($1::timestamptz[], $2::text[], $3::text[], $4::text[], $5::text[],
        $6::uuid[], $7::uuid[], $8::uuid[], $9::text[], $10::bigint[], $11::integer[],
        $12::text[], $13::text[], $14::text[])
      """;

  private static final String DELETE =
      """
      DELETE FROM audit_event
      WHERE id IN (SELECT id FROM audit_event WHERE at < $1 ORDER BY at LIMIT $2)
      """;

  private static final int DELETED_AT_ONCE = 5_000;
  private static final int LONGEST_TEXT = 1_000;

  private final Pool pool;

  AuditTable(Pool pool) {
    this.pool = pool;
  }

  /** Inserts all of them or none. */
  Future<Void> insert(List<AuditEvent> events) {
    return insert(pool, events);
  }

  static Future<Void> insert(SqlClient client, List<AuditEvent> events) {
    Tuple columns =
        Tuple.tuple()
            .addArrayOfOffsetDateTime(
                column(events, OffsetDateTime[]::new, e -> e.at().atOffset(ZoneOffset.UTC)))
            .addArrayOfString(texts(events, AuditEvent::action))
            .addArrayOfString(texts(events, AuditEvent::outcome))
            .addArrayOfString(texts(events, e -> e.actor().subject()))
            .addArrayOfString(texts(events, e -> e.actor().clientId()))
            .addArrayOfUUID(column(events, UUID[]::new, e -> e.actor().organizationId()))
            .addArrayOfUUID(column(events, UUID[]::new, e -> e.actor().environmentId()))
            .addArrayOfUUID(column(events, UUID[]::new, e -> e.actor().grantId()))
            .addArrayOfString(texts(events, call(Call::tool)))
            .addArrayOfLong(column(events, Long[]::new, call(Call::rows)))
            .addArrayOfInteger(column(events, Integer[]::new, call(Call::elapsedMillis)))
            .addArrayOfString(texts(events, AuditEvent::correlationId))
            .addArrayOfString(texts(events, e -> e.actor().address()))
            .addArrayOfString(texts(events, AuditEvent::target));
    return client.preparedQuery(INSERT).execute(columns).mapEmpty();
  }

  /** Deletes what is older, in steps that hold no lock for long. */
  Future<Void> deleteOlderThan(Duration age) {
    return pool.preparedQuery(DELETE)
        .execute(Tuple.of(OffsetDateTime.now(ZoneOffset.UTC).minus(age), DELETED_AT_ONCE))
        .compose(
            deleted ->
                deleted.rowCount() < DELETED_AT_ONCE
                    ? Future.succeededFuture()
                    : deleteOlderThan(age));
  }

  private static <T> Function<AuditEvent, T> call(Function<Call, T> field) {
    return event -> event.call() == null ? null : field.apply(event.call());
  }

  private static String[] texts(List<AuditEvent> events, Function<AuditEvent, String> field) {
    return column(events, String[]::new, field.andThen(AuditTable::storable));
  }

  /**
   * Clients choose some of these texts: bounded, and without the one character Postgres refuses.
   */
  private static String storable(String text) {
    if (text == null) {
      return null;
    }
    return text.substring(0, Math.min(text.length(), LONGEST_TEXT)).replace("\0", "");
  }

  private static <T> T[] column(
      List<AuditEvent> events, IntFunction<T[]> array, Function<AuditEvent, T> field) {
    return events.stream().map(field).toArray(array);
  }
}
