package ai.altertable.mcp.administration;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.administration.LedgerEntry.Place;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A service account as the organization's admins see it; never its secret.
 *
 * @param clientId OAuth client of the client_credentials grant
 * @param signs whether it proves itself with a key of its own instead of a secret
 * @param environment where it works
 * @param scopes wire names of those that its tokens may have
 * @param lastUsedAt to about the life of an access token; empty = never
 * @param disabledAt empty while it may get tokens
 */
public record ServiceAccountEntry(
    UUID id,
    String name,
    String clientId,
    boolean signs,
    Place environment,
    List<String> scopes,
    Instant createdAt,
    Optional<Instant> lastUsedAt,
    Optional<Instant> disabledAt) {
  public ServiceAccountEntry {
    requireNonNull(id, "id is null");
    requireNonNull(name, "name is null");
    requireNonNull(clientId, "clientId is null");
    requireNonNull(environment, "environment is null");
    scopes = List.copyOf(scopes);
    requireNonNull(createdAt, "createdAt is null");
    requireNonNull(lastUsedAt, "lastUsedAt is null");
    requireNonNull(disabledAt, "disabledAt is null");
  }

  static ServiceAccountEntry of(Row row) {
    return new ServiceAccountEntry(
        row.getUUID("id"),
        row.getString("name"),
        row.getString("client_id"),
        "private_key_jwt".equals(row.getString("auth_method")),
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
