package ai.altertable.mcp.administration;

import static java.util.Objects.requireNonNull;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;

/**
 * A key that events come in with, as the organization's admins see it; never the key itself.
 *
 * @param beginning its first characters, to tell keys apart
 * @param lastUsedAt to about a minute; empty = never
 * @param revokedAt empty while it is good
 */
public record EventKeyEntry(
    UUID id,
    String name,
    String beginning,
    Instant createdAt,
    Optional<Instant> lastUsedAt,
    Optional<Instant> revokedAt) {
  public EventKeyEntry {
    requireNonNull(id, "id is null");
    requireNonNull(name, "name is null");
    requireNonNull(beginning, "beginning is null");
    requireNonNull(createdAt, "createdAt is null");
    requireNonNull(lastUsedAt, "lastUsedAt is null");
    requireNonNull(revokedAt, "revokedAt is null");
  }

  static EventKeyEntry of(Row row) {
    return new EventKeyEntry(
        row.getUUID("id"),
        row.getString("name"),
        row.getString("beginning"),
        row.getOffsetDateTime("created_at").toInstant(),
        Optional.ofNullable(row.getOffsetDateTime("last_used_at")).map(OffsetDateTime::toInstant),
        Optional.ofNullable(row.getOffsetDateTime("revoked_at")).map(OffsetDateTime::toInstant));
  }
}
