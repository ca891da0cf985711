package ai.altertable.mcp.transport;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many long-lived streams may be open on this node, in all and for each grant, so that one
 * client cannot take every place. Thread-safe.
 */
final class StreamBudget {
  private static final int GRANT_SHARE = 20;

  private final int limit;
  private final int grantLimit;
  private final AtomicInteger open = new AtomicInteger();
  private final Map<UUID, Integer> grants = new ConcurrentHashMap<>();

  /**
   * @param limit of this node; a grant may have a twentieth of it
   */
  StreamBudget(int limit) {
    this.limit = limit;
    this.grantLimit = Math.max(1, limit / GRANT_SHARE);
  }

  /** Takes a place, to be given back by {@link #release}; false when there is none. */
  boolean acquire(UUID grantId) {
    if (open.incrementAndGet() > limit) {
      open.decrementAndGet();
      return false;
    }
    if (grants.merge(grantId, 1, Integer::sum) > grantLimit) {
      release(grantId);
      return false;
    }
    return true;
  }

  void release(UUID grantId) {
    open.decrementAndGet();
    grants.computeIfPresent(grantId, (id, count) -> count == 1 ? null : count - 1);
  }

  int open() {
    return open.get();
  }
}
