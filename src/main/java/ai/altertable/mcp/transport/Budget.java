package ai.altertable.mcp.transport;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Places of one kind on this node, in all and for each holder, so that none can take every one of
 * them. Thread-safe.
 *
 * @param <K> tells holders apart
 */
final class Budget<K> {
  private final int limit;
  private final int share;
  private final AtomicInteger taken = new AtomicInteger();
  private final Map<K, Integer> holders = new ConcurrentHashMap<>();

  /**
   * @param limit of this node
   * @param parts a holder may have one of so many
   */
  Budget(int limit, int parts) {
    this.limit = limit;
    this.share = Math.max(1, limit / parts);
  }

  /** Takes a place, to be given back by {@link #release}; false when there is none. */
  boolean acquire(K holder) {
    if (!acquire()) {
      return false;
    }
    if (holders.merge(holder, 1, Integer::sum) > share) {
      release(holder);
      return false;
    }
    return true;
  }

  /** Takes a place for nobody in particular, to be given back by {@link #release()}. */
  boolean acquire() {
    if (taken.incrementAndGet() > limit) {
      taken.decrementAndGet();
      return false;
    }
    return true;
  }

  void release(K holder) {
    release();
    holders.computeIfPresent(holder, (same, count) -> count == 1 ? null : count - 1);
  }

  void release() {
    taken.decrementAndGet();
  }

  int taken() {
    return taken.get();
  }
}
