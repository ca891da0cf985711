package ai.altertable.mcp.transport.session;

import ai.altertable.mcp.platform.Secrets;
import ai.altertable.mcp.protocol.ClientCapabilities;
import ai.altertable.mcp.protocol.ProtocolVersion;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Issues session ids, reads them, and keeps each session to its subject. What was checked once is
 * remembered while the session is used, so that an idle session costs nothing. Used from one event
 * loop; not thread-safe.
 */
public final class Sessions {
  private static final int MOST_REMEMBERED = 10_000;
  private static final long IDLE_MILLIS = 60_000;
  private static final Future<Boolean> YES = Future.succeededFuture(true);
  private static final Future<Boolean> NO = Future.succeededFuture(false);

  private final SessionIds ids;
  private final Clock clock;
  private final SessionRegistry registry;
  private final Map<String, Known> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  /**
   * @param lifetime of an id from its issue
   */
  public Sessions(Secrets secrets, Duration lifetime, Clock clock, SessionRegistry registry) {
    this.ids = new SessionIds(secrets, lifetime);
    this.clock = clock;
    this.registry = registry;
  }

  /**
   * A new session id.
   *
   * @param subject whose the session is; null when that is not known before its first use with a
   *     token
   */
  public String issue(ProtocolVersion version, ClientCapabilities capabilities, String subject) {
    return ids.issue(version, capabilities, subject, clock.instant());
  }

  /**
   * The live session of that id.
   *
   * @param id as presented, any garbage
   * @return empty when it is forged, expired or ended
   */
  public Optional<Session> find(String id) {
    Known found = live(id);
    return found == null ? Optional.empty() : Optional.of(found.session);
  }

  /**
   * Whether the session of that id may be used by that subject; makes it the subject's when it is
   * nobody's yet. Answers at once, except when the session began without a token and is used here
   * for the first time.
   *
   * @param id as presented, any garbage
   * @return false when there is no such live session, too
   */
  public Future<Boolean> belongs(String id, String subject) {
    Known found = live(id);
    if (found == null) {
      return NO;
    }
    if (found.subject != null) {
      return found.subject.equals(subject) ? YES : NO;
    }
    if (found.owner == null) {
      return registry.claim(found.session, subject).map(first -> found.settle(first, subject));
    }
    if (!ids.owned(found.owner, subject)) {
      return NO;
    }
    if (registry.remembersAll()) {
      found.settle(subject, subject);
      return YES;
    }
    return registry
        .lookUp(found.session.mark())
        .map(ended -> found.settle(ended ? SessionRegistry.NOBODY : subject, subject));
  }

  /**
   * Whether the session of that id is live and nobody's yet, as far as this event loop knows.
   *
   * @param id as presented, any garbage
   */
  public boolean unclaimed(String id) {
    Known found = live(id);
    return found != null && found.owner == null && found.subject == null;
  }

  /** Forgets what has not been used for a while. */
  public void tick() {
    long before = clock.millis() - IDLE_MILLIS;
    Iterator<Known> longestUnused = known.values().iterator();
    while (longestUnused.hasNext() && longestUnused.next().usedAt <= before) {
      longestUnused.remove();
    }
  }

  /** How many sessions are remembered. */
  int remembered() {
    return known.size();
  }

  /** Null when it is forged, expired or ended. */
  private Known live(String id) {
    Known found = known.get(id);
    if (found == null) {
      SessionIds.Statement statement = ids.read(id);
      if (statement == null) {
        return null;
      }
      found = new Known(statement);
      known.put(id, found);
    }
    found.usedAt = clock.millis();
    if (found.session.expiresAt().toEpochMilli() <= found.usedAt) {
      known.remove(id);
      return null;
    }
    return registry.ended(found.session.mark()) ? null : found;
  }

  private static final class Known {
    private final Session session;
    private final byte[] owner;

    /** Whose it turned out to be; null until somebody presented a token. */
    private String subject;

    private long usedAt;

    Known(SessionIds.Statement statement) {
      this.session = statement.session();
      this.owner = statement.owner();
    }

    boolean settle(String whose, String asking) {
      subject = whose;
      return whose.equals(asking);
    }
  }
}
