package ai.altertable.mcp.administration;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.assets.Discovery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A finding of an agent, and what people made of it.
 *
 * @param slug {@code DSC-1}
 * @param found what was found
 * @param status {@code pending}, {@code approved} or {@code rejected}
 * @param reason of that status, if one was given
 * @param createdBy who found it
 */
public record DiscoveryEntry(
    String slug,
    Found found,
    String status,
    Optional<String> reason,
    String createdBy,
    Instant createdAt) {
  public DiscoveryEntry {
    requireNonNull(slug, "slug is null");
    requireNonNull(found, "found is null");
    requireNonNull(status, "status is null");
    requireNonNull(reason, "reason is null");
    requireNonNull(createdAt, "createdAt is null");
  }

  /**
   * What was found.
   *
   * @param content the evidence, Markdown
   * @param contextSlugs what it rests on
   */
  public record Found(
      String title, String summary, String explanation, String content, List<String> contextSlugs) {
    public Found {
      contextSlugs = List.copyOf(contextSlugs);
    }
  }

  static DiscoveryEntry of(Discovery discovery) {
    Discovery.Draft draft = discovery.draft();
    return new DiscoveryEntry(
        discovery.slug(),
        new Found(
            draft.title(),
            draft.summary(),
            draft.explanation(),
            draft.content(),
            draft.contextSlugs()),
        discovery.review().status(),
        Optional.ofNullable(discovery.review().reason()),
        discovery.createdBy(),
        discovery.createdAt());
  }
}
