package ai.altertable.mcp.ingest;

import ai.altertable.mcp.lakehouse.events.EventStore;
import ai.altertable.mcp.lakehouse.events.EventWrite;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection of one environment, opened when it is needed. Everything blocks. Used by one
 * thread at a time.
 */
final class EventSession {
  private static final Logger LOG = LoggerFactory.getLogger(EventSession.class);
  private static final long SURE_NANOS = 1_000_000_000L;

  private final Callable<EventStore> open;
  private EventStore store;
  private long usedAt;

  // what a node that died has left is looked for at first
  private volatile boolean unsettled;

  /**
   * @param open connects; may block and fail
   */
  EventSession(Callable<EventStore> open) {
    this.open = open;
  }

  /**
   * Writes and commits.
   *
   * @return the places of what the database would not take; everything else is there
   * @throws Exception when it is not known what is there
   */
  Set<Integer> write(List<EventWrite> writes) throws Exception {
    try {
      ready();
      Set<Integer> poison = new HashSet<>();
      write(writes, 0, poison);
      return poison;
    } catch (Exception e) {
      close();
      throw e;
    }
  }

  private void ready() throws Exception {
    if (store != null && System.nanoTime() - usedAt > SURE_NANOS && !store.alive()) {
      close();
    }
    if (store == null) {
      store = open.call();
      store.forgetReceipts();
      unsettled = true;
    }
    usedAt = System.nanoTime();
  }

  /** What the database will not take is found by halves, so that everything else is written. */
  private void write(List<EventWrite> writes, int offset, Set<Integer> poison) throws SQLException {
    try {
      unsettled |= store.write(writes);
    } catch (SQLException e) {
      if (!isFaultOfData(e)) {
        throw e;
      }
      if (writes.size() == 1) {
        LOG.warn("the database does not take an event sqlstate={}", e.getSQLState());
        poison.add(offset);
        return;
      }
      int half = writes.size() / 2;
      write(writes.subList(0, half), offset, poison);
      write(writes.subList(half, writes.size()), offset + half, poison);
    }
  }

  /** Data exceptions, violated constraints, exceeded limits of the program (SQLSTATE classes). */
  private static boolean isFaultOfData(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    return state.startsWith("22") || state.startsWith("23") || state.startsWith("54");
  }

  /**
   * Moves some events of identities that were merged. What is committed is committed: a failure is
   * nobody's who waits.
   */
  void settle() {
    try {
      if (unsettled && store != null) {
        unsettled = store.settle();
      }
    } catch (SQLException e) {
      LOG.warn("events of merged identities are moved later", e);
      close();
    }
  }

  /** Whether {@link #settle} has more to do. */
  boolean isUnsettled() {
    return unsettled;
  }

  void close() {
    unsettled = false;
    if (store != null) {
      try {
        store.close();
      } catch (SQLException e) {
        LOG.debug("a connection did not close in order", e);
      }
      store = null;
    }
  }
}
