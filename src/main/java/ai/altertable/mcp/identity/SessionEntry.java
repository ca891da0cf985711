package ai.altertable.mcp.identity;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.UUID;

/**
 * One of a user's browser sessions.
 *
 * @param current whether it is the one that asks
 * @param address where it began; empty when it is not known
 * @param userAgent what the browser said then; may be empty
 * @param lastSeenAt to a few minutes
 */
public record SessionEntry(
    UUID id,
    boolean current,
    SignInMethod method,
    String address,
    String userAgent,
    Instant createdAt,
    Instant lastSeenAt) {
  public SessionEntry {
    requireNonNull(id, "id is null");
    requireNonNull(method, "method is null");
    requireNonNull(address, "address is null");
    requireNonNull(userAgent, "userAgent is null");
    requireNonNull(createdAt, "createdAt is null");
    requireNonNull(lastSeenAt, "lastSeenAt is null");
  }
}
