package ai.altertable.mcp.assets;

import static java.util.Objects.requireNonNull;

import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Something an agent or a person learned, that fades unless it is used.
 *
 * @param slug {@code MEM-1}
 * @param draft what was learned
 * @param provenance who wrote it, through which client, when
 * @param use how it was used since
 */
public record Memory(String slug, Draft draft, Provenance provenance, Use use) {
  /** Decay of a week by default. */
  private static final double BASE_STRENGTH_HOURS = 168;

  private static final double MAX_IMPORTANCE = 10;
  private static final double MILLIS_AN_HOUR = Duration.ofHours(1).toMillis();

  /**
   * What was learned.
   *
   * @param type {@code episodic}, {@code semantic} or {@code procedural}
   * @param importance 1 to 10
   * @param sourceSlug what it was learned from, or null
   */
  public record Draft(
      String type, String content, int importance, List<String> tags, String sourceSlug) {
    public Draft {
      requireNonNull(type, "type is null");
      // What is told again is compared by its words.
      content = requireNonNull(content, "content is null").strip();
      tags = List.copyOf(tags);
    }
  }

  /**
   * @param author user or service account
   * @param client the client's own name, unverified
   */
  public record Provenance(String author, String client, Instant at) {}

  public record Use(Instant lastAccess, int count) {}

  /**
   * Importance times decay: {@code e^(-t/S) × importance/10}. {@code t} is the time since the last
   * access; the strength {@code S} is 168 hours for an unimportant memory never used, and grows
   * with importance and with the logarithm of the accesses.
   *
   * @return between 0 and 1
   */
  public double relevance(Instant now) {
    double hours = Math.max(0, Duration.between(use.lastAccess(), now).toMillis() / MILLIS_AN_HOUR);
    double weight = draft.importance() / MAX_IMPORTANCE;
    double strength = BASE_STRENGTH_HOURS * (1 + weight) * (1 + Math.log1p(use.count()));
    return Math.exp(-hours / strength) * weight;
  }

  static Memory read(Row row) {
    Draft draft =
        new Draft(
            row.getString("type"),
            row.getString("content"),
            row.getInteger("importance"),
            Columns.list(row, "tags"),
            row.getString("source_slug"));
    return new Memory(
        row.getString("slug"),
        draft,
        new Provenance(
            row.getString("created_by"),
            row.getString("created_via"),
            Columns.instant(row, "created_at")),
        new Use(Columns.instant(row, "accessed_at"), row.getInteger("access_count")));
  }
}
