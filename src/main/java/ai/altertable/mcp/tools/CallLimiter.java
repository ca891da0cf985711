package ai.altertable.mcp.tools;

import ai.altertable.mcp.bus.Caller;
import ai.altertable.mcp.config.LimitsConfig;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds the tool calls that run at a time: of one grant, of one organization, of this node. Shared
 * by all executors of a node; thread-safe. Holds only the counts above zero, so it is as small as
 * the calls that run.
 */
public final class CallLimiter {
  private final LimitsConfig.Calls limits;
  private final Map<UUID, Integer> byGrant = new ConcurrentHashMap<>();
  private final Map<UUID, Integer> byOrganization = new ConcurrentHashMap<>();
  private final AtomicInteger running = new AtomicInteger();

  public CallLimiter(LimitsConfig.Calls limits) {
    this.limits = limits;
  }

  /**
   * Takes a place for one call.
   *
   * @return gives the place back, to be run once; empty when there is none left
   */
  public Optional<Runnable> acquire(Caller caller) {
    UUID grant = caller.grantId();
    UUID organization = caller.tenant().organizationId();
    if (running.incrementAndGet() > limits.node()) {
      running.decrementAndGet();
      return Optional.empty();
    }
    if (!take(byOrganization, organization, limits.organization())) {
      running.decrementAndGet();
      return Optional.empty();
    }
    if (!take(byGrant, grant, limits.token())) {
      give(byOrganization, organization);
      running.decrementAndGet();
      return Optional.empty();
    }
    return Optional.of(
        () -> {
          give(byGrant, grant);
          give(byOrganization, organization);
          running.decrementAndGet();
        });
  }

  /** Calls of that grant that run now. */
  public int running(UUID grantId) {
    return byGrant.getOrDefault(grantId, 0);
  }

  /** Calls that one grant may run at a time. */
  public int perGrant() {
    return limits.token();
  }

  private static boolean take(Map<UUID, Integer> counts, UUID key, int limit) {
    if (counts.merge(key, 1, Integer::sum) <= limit) {
      return true;
    }
    give(counts, key);
    return false;
  }

  private static void give(Map<UUID, Integer> counts, UUID key) {
    counts.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1);
  }
}
