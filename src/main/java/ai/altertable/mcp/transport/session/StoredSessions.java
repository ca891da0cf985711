package ai.altertable.mcp.transport.session;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.platform.DatabaseListener;
import ai.altertable.mcp.platform.SessionTable;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sessions in the database, with what was ended in memory: filled at the start and whenever the
 * node listens anew, kept up by the database's notifications. Thread-safe.
 */
public final class StoredSessions implements SessionRegistry {
  private static final Logger LOG = LoggerFactory.getLogger(StoredSessions.class);

  private final SessionTable table;
  private final EndedSessions memory;
  private final int capacity;

  /**
   * @param capacity ended sessions remembered; with more of them the first use of each session asks
   *     the database
   */
  public StoredSessions(SessionTable table, Clock clock, int capacity) {
    this.table = requireNonNull(table, "table is null");
    this.memory = new EndedSessions(clock, capacity);
    this.capacity = capacity;
  }

  /** Hears of sessions that end on other nodes; to be called before the listener starts. */
  public void listen(DatabaseListener listener) {
    listener.on(
        SessionTable.ENDED,
        () -> load().onFailure(fault -> LOG.warn("ended sessions were not read", fault)),
        this::heard);
  }

  /** Reads what was ended before. */
  public Future<Void> load() {
    return table.newestEnded(capacity + 1).map(this::remember).mapEmpty();
  }

  private Void remember(List<SessionTable.Ended> newestFirst) {
    for (int i = newestFirst.size() - 1; i >= 0; i--) {
      memory.add(newestFirst.get(i).mark(), newestFirst.get(i).expiresAt());
    }
    return null;
  }

  private void heard(String payload) {
    try {
      SessionTable.Ended ended = SessionTable.Ended.parse(payload);
      memory.add(ended.mark(), ended.expiresAt());
    } catch (IllegalArgumentException e) {
      LOG.warn("ignored a notification that names no session channel={}", SessionTable.ENDED);
    }
  }

  @Override
  public boolean ended(String mark) {
    return memory.contains(mark);
  }

  @Override
  public boolean remembersAll() {
    return !memory.forgot();
  }

  @Override
  public Future<Boolean> lookUp(String mark) {
    return table.isEnded(mark);
  }

  @Override
  public Future<String> claim(Session session, String subject) {
    return table
        .claim(session.mark(), subject, session.expiresAt())
        .map(claim -> claim.ended() ? NOBODY : claim.subject());
  }

  @Override
  public Future<Void> end(Session session, String subject) {
    return table
        .end(session.mark(), subject, session.expiresAt())
        .onSuccess(done -> memory.add(session.mark(), session.expiresAt()));
  }
}
