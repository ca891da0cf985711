package ai.altertable.mcp.transport.replay;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.UUID;

/**
 * The events of one stream, from whoever sends them to whoever reads them at the time, if anybody
 * does. Thread-safe: the sender and the readers may be on different event loops.
 */
public final class EventLog {
  private static final int EVENT_OVERHEAD = 80;

  private final EventLogs logs;
  private final String stream;
  private final String session;
  private final UUID grant;
  private final Runnable abandoned;
  private final Deque<Event> kept = new ArrayDeque<>(4);
  private Reader reader;
  private long last;
  private int bytes;
  private long untouchedSince;
  private boolean finished;
  private boolean gone;

  /** Takes events in their order. Called under a lock: to be quick, and to call nothing back. */
  public interface Reader {
    /**
     * Takes an event.
     *
     * @param mayBeLost when there is no room for it
     */
    void event(EventId id, Buffer message, boolean mayBeLost);

    /** There is no more: the stream is at its end, or somebody else reads it. */
    void end();
  }

  private record Event(long number, Buffer message, boolean mayBeLost) {
    int bytes() {
      return message.length() + EVENT_OVERHEAD;
    }
  }

  EventLog(EventLogs logs, String stream, String session, UUID grant, Runnable abandoned) {
    this.logs = logs;
    this.stream = stream;
    this.session = session;
    this.grant = grant;
    this.abandoned = abandoned;
  }

  /** Names the stream; unguessable. */
  public String stream() {
    return stream;
  }

  /** Sends an event. */
  public void append(Buffer message, boolean mayBeLost) {
    synchronized (logs) {
      last++;
      if (!gone) {
        Event event = new Event(last, message, mayBeLost);
        kept.add(event);
        logs.charge(this, event.bytes());
      }
      if (reader != null) {
        reader.event(new EventId(stream, last), message, mayBeLost);
      }
    }
  }

  /** Ends the stream; what was sent is kept for a while. */
  public void finish() {
    synchronized (logs) {
      finished = true;
      Reader before = reader;
      detach();
      if (before != null) {
        before.end();
      }
    }
  }

  /**
   * Replays what came after an event, then goes on with what comes. Whoever read before reads no
   * more.
   *
   * @return false when the events are not kept any more
   */
  public boolean read(long after, Reader next) {
    synchronized (logs) {
      if (gone) {
        return false;
      }
      Reader before = reader;
      if (before != null) {
        before.end();
      }
      reader = next;
      for (Event event : kept) {
        if (event.number() > after) {
          next.event(new EventId(stream, event.number()), event.message(), event.mayBeLost());
        }
      }
      if (finished) {
        detach();
        next.end();
      }
      return true;
    }
  }

  /** The reader's connection is lost. */
  public void leave(Reader left) {
    synchronized (logs) {
      if (reader == left) {
        detach();
        if (gone && !finished) {
          abandoned.run();
        }
      }
    }
  }

  private void detach() {
    reader = null;
    untouchedSince = logs.now();
  }

  boolean belongs(String ofSession, UUID ofGrant) {
    return session.equals(ofSession) && grant.equals(ofGrant);
  }

  String session() {
    return session;
  }

  UUID grant() {
    return grant;
  }

  int bytes() {
    return bytes;
  }

  void weigh(int more) {
    bytes += more;
  }

  boolean finished() {
    return finished;
  }

  /** Whether nobody came for it since. */
  boolean forgotten(long since) {
    return reader == null && untouchedSince <= since;
  }

  /** Forgets the oldest event that may be lost; returns its bytes, 0 when there is none. */
  int shed() {
    for (Iterator<Event> events = kept.iterator(); events.hasNext(); ) {
      Event event = events.next();
      if (event.mayBeLost()) {
        events.remove();
        return event.bytes();
      }
    }
    return 0;
  }

  /** Keeps nothing any more; who reads goes on reading. */
  void drop() {
    gone = true;
    kept.clear();
    if (reader == null && !finished) {
      abandoned.run();
    }
  }
}
