package ai.altertable.mcp.delivery;

import static java.util.Objects.requireNonNull;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;

/**
 * One notification on its way to one channel.
 *
 * @param notification its slug
 * @param channel name of the channel
 * @param state {@code pending}, {@code delivered} or {@code dead}
 * @param attempts so far
 */
public record Delivery(
    UUID id, String notification, String channel, String state, int attempts, Progress progress) {
  public Delivery {
    requireNonNull(id, "id is null");
    requireNonNull(progress, "progress is null");
  }

  /**
   * @param error what went wrong the last time; empty when nothing did
   * @param nextAt when it is tried again, while it is pending
   */
  public record Progress(Instant createdAt, Optional<String> error, Optional<Instant> nextAt) {}

  static Delivery of(Row row) {
    String state = row.getString("state");
    Optional<Instant> next =
        state.equals("pending")
            ? Optional.of(row.getOffsetDateTime("next_at")).map(OffsetDateTime::toInstant)
            : Optional.empty();
    return new Delivery(
        row.getUUID("id"),
        row.getString("notification_slug"),
        row.getString("channel"),
        state,
        row.getInteger("attempts"),
        new Progress(
            row.getOffsetDateTime("created_at").toInstant(),
            Optional.ofNullable(row.getString("last_error")),
            next));
  }
}
