package ai.altertable.mcp.identity;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts attempts for each key as a token bucket: a burst at once, then a steady trickle. Remembers
 * a bounded number of keys and forgets the one that was quiet longest. Thread-safe.
 */
public final class AttemptLimit {
  private final int burst;
  private final double perMilli;
  private final Clock clock;
  private final Map<String, Bucket> buckets;

  /**
   * @param burst attempts at once
   * @param refill time in which a used-up bucket is full again
   * @param keys remembered at the most
   */
  public AttemptLimit(int burst, Duration refill, int keys, Clock clock) {
    this.burst = burst;
    this.perMilli = (double) burst / refill.toMillis();
    this.clock = clock;
    this.buckets = new Recent(keys);
  }

  /**
   * Takes an attempt.
   *
   * @return zero when it may go on, else how long to wait
   */
  public synchronized Duration take(String key) {
    long now = clock.millis();
    Bucket bucket = buckets.computeIfAbsent(key, absent -> new Bucket(burst, now));
    bucket.refill(now, perMilli, burst);
    if (bucket.tokens >= 1) {
      bucket.tokens -= 1;
      return Duration.ZERO;
    }
    return Duration.ofMillis((long) Math.ceil((1 - bucket.tokens) / perMilli));
  }

  /** Forgets a key's attempts. */
  public synchronized void reset(String key) {
    buckets.remove(key);
  }

  private static final class Bucket {
    private double tokens;
    private long at;

    Bucket(double tokens, long at) {
      this.tokens = tokens;
      this.at = at;
    }

    void refill(long now, double perMilli, int burst) {
      tokens = Math.min(burst, tokens + Math.max(0, now - at) * perMilli);
      at = now;
    }
  }

  private static final class Recent extends LinkedHashMap<String, Bucket> {
    private static final long serialVersionUID = 1L;

    private final int most;

    Recent(int most) {
      super(16, 0.75f, true);
      this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
      return size() > most;
    }
  }
}
