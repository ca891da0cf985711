package ai.altertable.mcp.transport.session;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Ended sessions in this node's memory, bounded: beyond the bound the one ended longest ago is
 * forgotten, which only makes a session usable again that carries no rights of its own.
 */
public final class LocalEndedSessions implements EndedSessions {
  private final Clock clock;
  private final int capacity;
  private final Map<String, Instant> expiries = new LinkedHashMap<>();

  /**
   * @param capacity most sessions remembered, about 150 bytes each
   */
  public LocalEndedSessions(Clock clock, int capacity) {
    this.clock = clock;
    this.capacity = capacity;
  }

  @Override
  public synchronized boolean ended(String sessionKey) {
    return !expiries.isEmpty() && expiries.containsKey(sessionKey);
  }

  @Override
  public synchronized Future<Void> end(String sessionKey, Instant expiresAt) {
    forgetExpired();
    if (expiries.size() >= capacity) {
      Iterator<String> oldest = expiries.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
    expiries.put(sessionKey, expiresAt);
    return Future.succeededFuture();
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
