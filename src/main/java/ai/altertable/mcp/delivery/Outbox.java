package ai.altertable.mcp.delivery;

import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.platform.PlatformDatabase;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/**
 * What is to be delivered, in the database: written in the transaction that makes the notification,
 * taken by whichever node comes first, and due again when that node does not say how it went.
 */
final class Outbox {
  /** Longer than a try takes. */
  private static final Duration LEASE = Duration.ofSeconds(90);

  private static final int AT_A_TIME_OF_CHANNEL = 2;

  private static final String CLAIM =
      """
      WITH due AS (
        SELECT id FROM notification_delivery
        WHERE id IN (
            SELECT id FROM (
              SELECT id, next_at,
                row_number() OVER (PARTITION BY channel_id ORDER BY next_at, id) AS nth
              FROM notification_delivery
              WHERE state = 'pending' AND next_at <= now() AND channel_id <> ALL ($2)) AS ranked
            WHERE nth <= $3 ORDER BY next_at LIMIT $1)
          AND state = 'pending' AND next_at <= now()
        FOR UPDATE SKIP LOCKED)
      UPDATE notification_delivery d
      SET attempts = d.attempts + 1, next_at = now() + make_interval(secs => $4)
      FROM due, notification_channel c, environment e, organization o
      WHERE d.id = due.id AND c.id = d.channel_id AND e.id = d.environment_id
        AND o.id = e.organization_id
      RETURNING d.id, d.environment_id, d.notification_slug, d.attempts, c.id AS channel_id,
        c.kind, c.name, c.target, c.created_at, c.secret, o.id AS organization_id,
        o.slug AS organization, e.slug AS environment,
      """
          + Recipients.mayRead("c.target", "e.id")
          + " AS member";

  // only what this try is still the last one of
  private static final String DELIVERED =
      """
      UPDATE notification_delivery
      SET state = 'delivered', finished_at = now(), last_error = NULL
      WHERE id = $1 AND attempts = $2 AND state = 'pending'""";
  private static final String RETRY =
      """
      UPDATE notification_delivery
      SET next_at = now() + make_interval(secs => $4), last_error = $3
      WHERE id = $1 AND attempts = $2 AND state = 'pending'""";
  private static final String GIVE_UP =
      """
      UPDATE notification_delivery
      SET state = 'dead', finished_at = now(), last_error = $3
      WHERE id = $1 AND attempts = $2 AND state = 'pending'""";
  private static final String CONTENT =
      "SELECT title, body, source_slug, created_by, created_at FROM notification WHERE slug = $1";
  private static final String PURGE =
      """
      DELETE FROM notification_delivery WHERE id IN (
        SELECT id FROM notification_delivery WHERE finished_at < now() - interval '30 days'
        LIMIT 1000)""";

  private final PlatformDatabase database;

  Outbox(PlatformDatabase database) {
    this.database = database;
  }

  /**
   * A try that this node has taken.
   *
   * @param id names the delivery, the same in every try
   * @param attempt the first is 1
   * @param secret of the channel, sealed, or null
   * @param member whether the channel's address is that of a user who can read the environment
   */
  record Try(
      UUID id,
      Tenant tenant,
      String slug,
      int attempt,
      Channel channel,
      Buffer secret,
      boolean member) {
    private static Try of(Row row) {
      Channel channel =
          new Channel(
              row.getUUID("channel_id"),
              new Channel.Draft(
                  Channel.Kind.of(row.getString("kind")),
                  row.getString("name"),
                  row.getString("target")),
              row.getOffsetDateTime("created_at").toInstant());
      return new Try(
          row.getUUID("id"),
          new Tenant(
              row.getUUID("organization_id"),
              row.getString("organization"),
              row.getUUID("environment_id"),
              row.getString("environment")),
          row.getString("notification_slug"),
          row.getInteger("attempts"),
          channel,
          row.getBuffer("secret"),
          row.getBoolean("member"));
    }
  }

  /**
   * Takes what is due, a few of each channel.
   *
   * @param most tries
   * @param busy channels that are left alone
   */
  Future<List<Try>> claim(int most, Collection<UUID> busy) {
    return database
        .pool()
        .preparedQuery(CLAIM)
        .execute(
            Tuple.of(
                most, busy.toArray(UUID[]::new), AT_A_TIME_OF_CHANNEL, (double) LEASE.toSeconds()))
        .map(rows -> StreamSupport.stream(rows.spliterator(), false).map(Try::of).toList());
  }

  /** What a try is about; empty when the notification is gone. */
  Future<Optional<Row>> content(Try taken) {
    return database
        .inEnvironment(
            taken.tenant().environmentId(),
            connection -> connection.preparedQuery(CONTENT).execute(Tuple.of(taken.slug())))
        .map(rows -> StreamSupport.stream(rows.spliterator(), false).findFirst());
  }

  Future<Void> delivered(Try taken) {
    return update(DELIVERED, Tuple.of(taken.id(), taken.attempt()));
  }

  Future<Void> retry(Try taken, String reason, Duration in) {
    return update(RETRY, Tuple.of(taken.id(), taken.attempt(), reason, in.toMillis() / 1000.0));
  }

  Future<Void> giveUp(Try taken, String reason) {
    return update(GIVE_UP, Tuple.of(taken.id(), taken.attempt(), reason));
  }

  /** Deletes some of what ended long ago. */
  Future<Void> purge() {
    return update(PURGE, Tuple.tuple());
  }

  private Future<Void> update(String sql, Tuple values) {
    Future<RowSet<Row>> done = database.pool().preparedQuery(sql).execute(values);
    return done.mapEmpty();
  }
}
