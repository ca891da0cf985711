package ai.altertable.mcp.platform;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How many run at a time, for each key. Holds only keys that something runs for. Thread-safe.
 *
 * @param <K> what is limited: a grant, an organization, this node
 */
public final class ConcurrencyLimiter<K> {
  private final int most;
  private final ConcurrentMap<K, Integer> running = new ConcurrentHashMap<>();

  /**
   * @param most that may run for one key
   */
  public ConcurrencyLimiter(int most) {
    this.most = most;
  }

  /**
   * Asks to run one more.
   *
   * @return a permit to release when it has ended, or empty when as many run as may
   */
  public Optional<Permit> acquire(K key) {
    AtomicBoolean granted = new AtomicBoolean();
    running.compute(
        key,
        (same, count) -> {
          int before = count == null ? 0 : count;
          granted.set(before < most);
          return before < most ? Integer.valueOf(before + 1) : count;
        });
    return granted.get() ? Optional.of(new Permit(() -> release(key))) : Optional.empty();
  }

  /** How many run now for the key. */
  public int running(K key) {
    return running.getOrDefault(key, 0);
  }

  /** How many keys something runs for. */
  public int keys() {
    return running.size();
  }

  private void release(K key) {
    running.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1);
  }

  /** The right to run one. */
  public static final class Permit {
    private final Runnable release;
    private final AtomicBoolean released = new AtomicBoolean();

    private Permit(Runnable release) {
      this.release = release;
    }

    /** Gives it back; a second time does nothing. */
    public void release() {
      if (released.compareAndSet(false, true)) {
        release.run();
      }
    }
  }
}
