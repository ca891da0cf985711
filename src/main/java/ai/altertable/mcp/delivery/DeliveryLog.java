package ai.altertable.mcp.delivery;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** What became of deliveries, for those who look after an environment. */
public final class DeliveryLog {
  private static final String SELECT =
      """
      SELECT d.id, d.notification_slug, c.name AS channel, d.state, d.attempts, d.created_at,
        d.last_error, d.next_at
      FROM notification_delivery d JOIN notification_channel c ON c.id = d.channel_id
      WHERE d.environment_id = $1 AND ($2::text IS NULL OR d.state = $2)
        AND ($3::timestamptz IS NULL OR (d.created_at, d.id) < ($3, $4::uuid))
      ORDER BY d.created_at DESC, d.id DESC LIMIT $5""";
  private static final String AGAIN =
      """
      UPDATE notification_delivery
      SET state = 'pending', attempts = 0, next_at = now(), finished_at = NULL
      WHERE environment_id = $1 AND id = $2 AND state = 'dead'
      RETURNING notification_slug""";

  /**
   * A place in the list.
   *
   * @param createdAt of the last delivery before it
   * @param id of that delivery
   */
  public record Place(Instant createdAt, UUID id) {}

  /**
   * The youngest first.
   *
   * @param state or null for all
   * @param after where to go on; empty begins
   * @param most that are read
   */
  public Future<List<Delivery>> list(
      SqlClient client, UUID environmentId, String state, Optional<Place> after, int most) {
    return client
        .preparedQuery(SELECT)
        .execute(
            Tuple.of(
                environmentId,
                state,
                after.map(place -> place.createdAt().atOffset(ZoneOffset.UTC)).orElse(null),
                after.map(Place::id).orElse(null),
                most))
        .map(rows -> StreamSupport.stream(rows.spliterator(), false).map(Delivery::of).toList());
  }

  /**
   * Has a dead one tried again, from the start.
   *
   * @return the notification's slug; empty when there is no dead one of that id
   */
  public Future<Optional<String>> again(SqlConnection connection, UUID environmentId, UUID id) {
    return connection
        .preparedQuery(AGAIN)
        .execute(Tuple.of(environmentId, id))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(row -> row.getString("notification_slug"))
                    .findFirst());
  }
}
