package ai.altertable.mcp.oauth.resource;

import ai.altertable.mcp.bus.Caller;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tokens that were verified, until they end. Two halves bound it: when the young half is full, it
 * becomes the old half and the old one is dropped; a hit in the old half moves to the young one.
 * Lock-free for readers.
 *
 * <p>Keyed by the token itself: its hash code costs a tenth of a microsecond and the comparison
 * less, a SHA-256 would cost as much as the rest of a small request. Only genuine tokens get in, so
 * nobody can choose colliding keys.
 *
 * <p>A verification adds to the {@link Generation} that was current when it started, with the
 * {@link Generation#mark} of that moment, and every read compares it with the last change of the
 * grant: a revocation that overtakes a verification wins either way, and what was found out after a
 * change is good again.
 */
final class AcceptedTokens {
  private static final int MOST_CHANGED = 10_000;

  private final int half;
  private volatile Generation current = new Generation();

  /**
   * @param capacity tokens kept at the most
   */
  AcceptedTokens(int capacity) {
    this.half = Math.max(1, capacity / 2);
  }

  Generation current() {
    return current;
  }

  /** What was found out about the grant's tokens before is worth nothing from now on. */
  void forget(UUID grantId) {
    Generation generation = current;
    generation.changed.put(grantId, generation.clock.incrementAndGet());
    if (generation.changed.size() > MOST_CHANGED) {
      forgetAll();
    }
  }

  void forgetAll() {
    current = new Generation();
  }

  /**
   * What was found out about one token.
   *
   * @param answer when it comes alone: complete, handed out as it is
   * @param proofKey thumbprint of the key that it is bound to, or empty
   * @param endsAtMillis when the token expires
   * @param mark of the moment when finding out began
   */
  record Entry(
      Caller caller,
      Set<String> audiences,
      Future<Authentication> answer,
      Optional<String> proofKey,
      long endsAtMillis,
      long mark) {}

  /** Everything between two {@link #forgetAll}. */
  final class Generation {
    private final Map<UUID, Long> changed = new ConcurrentHashMap<>();
    private final AtomicLong clock = new AtomicLong();
    private volatile Map<String, Entry> young = new ConcurrentHashMap<>();
    private volatile Map<String, Entry> old = Map.of();

    /** Tells what begins now from changes that come later. */
    long mark() {
      return clock.get();
    }

    /** The entry of a token that is still good, or null. */
    Entry get(String token, long nowMillis) {
      Entry entry = young.get(token);
      if (entry == null) {
        entry = old.get(token);
        if (entry == null) {
          return null;
        }
        add(token, entry);
      }
      return nowMillis < entry.endsAtMillis() && !outdated(entry) ? entry : null;
    }

    private boolean outdated(Entry entry) {
      Long change = changed.get(entry.caller().grantId());
      return change != null && change > entry.mark();
    }

    void add(String token, Entry entry) {
      if (young.size() >= half) {
        age();
      }
      young.put(token, entry);
    }

    private synchronized void age() {
      if (young.size() >= half) {
        old = young;
        young = new ConcurrentHashMap<>();
      }
    }

    int size() {
      return young.size() + old.size();
    }
  }
}
