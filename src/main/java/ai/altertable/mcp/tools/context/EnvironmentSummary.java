package ai.altertable.mcp.tools.context;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.assets.AssetCounts;
import ai.altertable.mcp.assets.Knowledge;
import ai.altertable.mcp.assets.KnowledgeStore;
import ai.altertable.mcp.assets.PageRequest;
import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.lakehouse.Lakehouse;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What an environment holds, read at most every few seconds: {@code whoami} is called at the start
 * of every session. Used from one context; remembers a bounded number of environments.
 */
public final class EnvironmentSummary {
  private static final Duration FRESH = Duration.ofSeconds(5);
  private static final int MAX_ENVIRONMENTS = 1000;
  private static final int MAX_KNOWLEDGE = 20;

  private final AssetCounts counts;
  private final KnowledgeStore knowledge;
  private final Lakehouse lakehouse;
  private final Clock clock;
  private final Map<UUID, Read> reads =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Read> eldest) {
          return size() > MAX_ENVIRONMENTS;
        }
      };

  public EnvironmentSummary(
      AssetCounts counts, KnowledgeStore knowledge, Lakehouse lakehouse, Clock clock) {
    this.counts = counts;
    this.knowledge = knowledge;
    this.lakehouse = lakehouse;
    this.clock = clock;
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
    Instant now = clock.instant();
    Read last = reads.get(tenant.environmentId());
    if (last != null && last.at.plus(FRESH).isAfter(now) && !last.summary.failed()) {
      return last.summary;
    }
    Read read = new Read(now, read(tenant, now));
    reads.put(tenant.environmentId(), read);
    return read.summary;
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

  private record Read(Instant at, Future<Summary> summary) {}
}
