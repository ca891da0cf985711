package ai.altertable.mcp.analytics.insight;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * Users that are described once and meant by slug.
 *
 * @param slug {@code SGM-1}; empty while it is not saved
 * @param version as saved
 * @param catalog where they are; empty = the managed lakehouse
 * @param conditions all must hold, at least one; none names another segment
 */
public record UserSegment(
    String slug, int version, Optional<String> catalog, List<Audience.Condition> conditions) {
  public UserSegment {
    requireNonNull(slug, "slug is null");
    requireNonNull(catalog, "catalog is null");
    conditions = List.copyOf(conditions);
  }
}
