package ai.altertable.mcp.transport.replay;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * The event logs of a node, bounded by bytes for each stream, each session and the node, and by
 * time. What a bound pushes out first: notifications of the same stream, then streams that ended,
 * then the oldest. Thread-safe; one lock, since what it guards is short and seldom contended.
 */
public final class EventLogs {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int ID_BYTES = 16;
  private static final int LOG_OVERHEAD = 600;
  private static final int SESSIONS_SHARE = 16;
  private static final int STREAMS_SHARE = 4;
  private static final long SWEEP_MILLIS = 1_000;

  private final long nodeBytes;
  private final long keepMillis;
  private final LongSupplier clock;
  private final Map<String, EventLog> logs = new LinkedHashMap<>();
  private final Map<String, Long> sessions = new HashMap<>();
  private long bytes;
  private long sweptAt;

  /**
   * @param nodeBytes of this node; a session may have a sixteenth of it, and a stream a quarter of
   *     that
   * @param keepMillis how long a stream is kept that nobody reads
   * @param clock milliseconds that never go back
   */
  public EventLogs(long nodeBytes, long keepMillis, LongSupplier clock) {
    this.nodeBytes = nodeBytes;
    this.keepMillis = keepMillis;
    this.clock = clock;
    this.sweptAt = clock.getAsLong();
  }

  /**
   * A log for a new stream.
   *
   * @param session whose stream it is
   * @param grant that alone may read it
   * @param abandoned runs at most once, under a lock, when nobody will ever read what the stream
   *     has yet to say
   */
  public EventLog open(String session, UUID grant, Runnable abandoned) {
    byte[] random = new byte[ID_BYTES];
    RANDOM.nextBytes(random);
    EventLog log = new EventLog(this, HexFormat.of().formatHex(random), session, grant, abandoned);
    synchronized (this) {
      logs.put(log.stream(), log);
      charge(log, LOG_OVERHEAD);
    }
    return log;
  }

  /** The log of a stream that the session and the grant may read; empty when it is not kept. */
  public synchronized Optional<EventLog> find(String stream, String session, UUID grant) {
    return Optional.ofNullable(logs.get(stream)).filter(log -> log.belongs(session, grant));
  }

  /** Forgets what a session was sent. */
  public synchronized void endSession(String session) {
    dropAll(log -> log.session().equals(session));
  }

  /** Forgets what was sent under a grant. */
  public synchronized void endGrant(UUID grant) {
    dropAll(log -> log.grant().equals(grant));
  }

  /** Forgets what nobody came for in time. */
  public synchronized void tick() {
    long now = now();
    if (now - sweptAt >= SWEEP_MILLIS) {
      sweptAt = now;
      dropAll(log -> log.forgotten(now - keepMillis));
    }
  }

  /** What is kept now, overhead included. */
  synchronized long bytes() {
    return bytes;
  }

  long now() {
    return clock.getAsLong();
  }

  /** Accounts for more bytes of a log, then makes room as far as the bounds ask for it. */
  void charge(EventLog log, int more) {
    account(log, more);
    long sessionBytes = nodeBytes / SESSIONS_SHARE;
    while (log.bytes() > sessionBytes / STREAMS_SHARE) {
      int shed = log.shed();
      if (shed == 0) {
        drop(log);
        return;
      }
      account(log, -shed);
    }
    while (sessions.getOrDefault(log.session(), 0L) > sessionBytes) {
      drop(oldest(other -> other.session().equals(log.session()), log));
    }
    while (bytes > nodeBytes) {
      drop(oldest(other -> true, log));
    }
  }

  /** One that ended if there is one, else the oldest other one, else the one in question. */
  private EventLog oldest(Predicate<EventLog> which, EventLog last) {
    EventLog found = last;
    for (EventLog log : logs.values()) {
      if (which.test(log)) {
        if (log.finished()) {
          return log;
        }
        if (found == last) {
          found = log;
        }
      }
    }
    return found;
  }

  private void dropAll(Predicate<EventLog> which) {
    for (EventLog log : List.copyOf(logs.values())) {
      if (which.test(log)) {
        drop(log);
      }
    }
  }

  private void drop(EventLog log) {
    if (logs.remove(log.stream()) != null) {
      account(log, -log.bytes());
      log.drop();
    }
  }

  private void account(EventLog log, int more) {
    log.weigh(more);
    bytes += more;
    sessions.merge(log.session(), (long) more, Long::sum);
    sessions.remove(log.session(), 0L);
  }
}
