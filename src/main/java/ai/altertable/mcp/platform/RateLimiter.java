package ai.altertable.mcp.platform;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Token buckets, one for each key. Bounded: a bucket that is full again is forgotten, and while too
 * many are not, new keys share one. Thread-safe.
 *
 * @param <K> what is limited: a grant, a network address
 */
public final class RateLimiter<K> {
  private static final int MOST_KEYS = 100_000;
  private static final long SWEEP_NANOS = Duration.ofSeconds(1).toNanos();

  private final double perNano;
  private final int burst;
  private final int mostKeys;
  private final LongSupplier clock;
  private final ConcurrentMap<Object, Bucket> buckets = new ConcurrentHashMap<>();
  private final AtomicLong sweptAt;

  /**
   * @param count requests that {@code period} refills
   * @param burst requests that may come at once
   */
  public RateLimiter(int count, Duration period, int burst) {
    this(count, period, burst, MOST_KEYS, System::nanoTime);
  }

  RateLimiter(int count, Duration period, int burst, int mostKeys, LongSupplier clock) {
    this.perNano = (double) count / period.toNanos();
    this.burst = burst;
    this.mostKeys = mostKeys;
    this.clock = clock;
    this.sweptAt = new AtomicLong(clock.getAsLong());
  }

  /**
   * Takes one request out of the key's bucket.
   *
   * @return zero when it may pass; else how long until the next one may
   */
  public Duration acquire(K key) {
    return acquire(key, 1);
  }

  /**
   * Takes several requests out of the key's bucket, all or none. More than the bucket holds pass
   * when it is full, and are paid for later.
   *
   * @return zero when they may pass; else how long until they may
   */
  public Duration acquire(K key, int count) {
    double wanted = Math.min(count, burst);
    long now = clock.getAsLong();
    Bucket bucket =
        buckets.compute(
            slot(key, now),
            (slot, before) ->
                (before == null
                        ? new Bucket(burst, now, false)
                        : before.refilled(now, perNano, burst))
                    .take(wanted, count));
    return bucket.taken
        ? Duration.ZERO
        : Duration.ofNanos((long) Math.ceil((wanted - bucket.tokens) / perNano));
  }

  /** Fills the key's bucket: what it took was legitimate after all. */
  public void forget(K key) {
    buckets.remove(key);
  }

  /** Keys that are not at rest. */
  int size() {
    return buckets.size();
  }

  private Object slot(K key, long now) {
    if (buckets.size() < mostKeys || buckets.containsKey(key)) {
      return key;
    }
    long last = sweptAt.get();
    if (now - last >= SWEEP_NANOS && sweptAt.compareAndSet(last, now)) {
      buckets.values().removeIf(bucket -> bucket.refilled(now, perNano, burst).tokens >= burst);
    }
    return buckets.size() < mostKeys ? key : this;
  }

  private record Bucket(double tokens, long at, boolean taken) {
    Bucket refilled(long now, double perNano, int burst) {
      return new Bucket(Math.min(burst, tokens + Math.max(0, now - at) * perNano), now, false);
    }

    Bucket take(double wanted, int count) {
      return tokens >= wanted ? new Bucket(tokens - count, at, true) : this;
    }
  }
}
