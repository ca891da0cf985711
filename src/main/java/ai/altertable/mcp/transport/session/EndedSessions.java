package ai.altertable.mcp.transport.session;

import java.time.Clock;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** A bounded memory of ended sessions: beyond the bound the oldest is forgotten. Thread-safe. */
final class EndedSessions {
  private final Clock clock;
  private final int capacity;
  private final Map<String, Instant> expiries = new LinkedHashMap<>();
  private boolean forgot;

  /**
   * @param capacity most sessions remembered, about 200 bytes each
   */
  EndedSessions(Clock clock, int capacity) {
    this.clock = clock;
    this.capacity = capacity;
  }

  synchronized boolean contains(String mark) {
    return !expiries.isEmpty() && expiries.containsKey(mark);
  }

  /** Whether one was forgotten before it expired. */
  synchronized boolean forgot() {
    return forgot;
  }

  synchronized void add(String mark, Instant expiresAt) {
    forgetExpired();
    if (expiries.putIfAbsent(mark, expiresAt) == null && expiries.size() > capacity) {
      Iterator<String> oldest = expiries.keySet().iterator();
      oldest.next();
      oldest.remove();
      forgot = true;
    }
  }

  private void forgetExpired() {
    // In order of ending, so roughly of expiry: the first live one ends the walk.
    Instant now = clock.instant();
    Iterator<Instant> oldest = expiries.values().iterator();
    while (oldest.hasNext() && !oldest.next().isAfter(now)) {
      oldest.remove();
    }
  }
}
