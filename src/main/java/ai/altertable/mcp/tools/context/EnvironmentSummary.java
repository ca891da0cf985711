package ai.altertable.mcp.tools.context;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.assets.AssetCounts;
import ai.altertable.mcp.assets.Knowledge;
import ai.altertable.mcp.assets.KnowledgeStore;
import ai.altertable.mcp.assets.PageRequest;
import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.lakehouse.Lakehouse;
import ai.altertable.mcp.tools.EnvironmentCache;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What an environment holds, read at most every few seconds: {@code whoami} is called at the start
 * of every session. Used from one context.
 */
public final class EnvironmentSummary {
  private static final Duration FRESH = Duration.ofSeconds(5);
  private static final int MAX_ENVIRONMENTS = 1000;
  private static final int MAX_KNOWLEDGE = 20;

  private final AssetCounts counts;
  private final KnowledgeStore knowledge;
  private final Lakehouse lakehouse;
  private final Clock clock;
  private final EnvironmentCache<Summary> summaries;

  public EnvironmentSummary(
      AssetCounts counts, KnowledgeStore knowledge, Lakehouse lakehouse, Clock clock) {
    this.counts = counts;
    this.knowledge = knowledge;
    this.lakehouse = lakehouse;
    this.clock = clock;
    this.summaries = new EnvironmentCache<>(FRESH, MAX_ENVIRONMENTS, clock);
  }

  /**
   * @param counts by plural name; not to be changed
   * @param knowledge the newest entries
   * @param at when it was read
   */
  record Summary(JsonObject counts, List<Knowledge> knowledge, Instant at) {
    Summary {
      requireNonNull(counts, "counts is null");
      knowledge = List.copyOf(knowledge);
    }
  }

  Future<Summary> of(Tenant tenant) {
    return summaries.get(tenant.environmentId(), () -> read(tenant, clock.instant()));
  }

  private Future<Summary> read(Tenant tenant, Instant now) {
    Future<JsonObject> counted = counts.of(tenant.environmentId());
    Future<List<Knowledge>> known =
        knowledge
            .list(tenant.environmentId(), new PageRequest(MAX_KNOWLEDGE, null))
            .map(page -> page.items());
    Future<Integer> catalogs = lakehouse.catalogs(tenant).map(List::size);
    return Future.all(counted, known, catalogs)
        .map(
            all ->
                new Summary(
                    counted.result().put("connections", catalogs.result()), known.result(), now));
  }
}
