package ai.altertable.mcp.lakehouse;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * One statement to run.
 *
 * @param sql one read-only statement of the engine's dialect
 * @param offset rows to skip, ≥ 0
 * @param limit rows wanted, ≥ 1; the engine's configured bounds apply too
 * @param timeout longest run; the engine's configured bound applies too
 * @param tag who asks ({@code grant/tool}, see {@link CallTag}), shown in the database's own
 *     statistics
 * @param keep whether rows beyond the page may be kept under a result handle
 */
public record QueryRequest(
    String sql, long offset, int limit, Duration timeout, String tag, boolean keep) {
  public QueryRequest {
    requireNonNull(sql, "sql is null");
    requireNonNull(timeout, "timeout is null");
    requireNonNull(tag, "tag is null");
    if (offset < 0 || limit < 1) {
      throw new IllegalArgumentException("offset or limit out of range");
    }
  }

  /** The grant that {@link #tag} begins with; without one, nothing is kept. */
  public Optional<UUID> grantId() {
    int end = tag.indexOf('/');
    try {
      return end < 0 ? Optional.empty() : Optional.of(UUID.fromString(tag.substring(0, end)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
