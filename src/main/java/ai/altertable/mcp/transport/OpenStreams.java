package ai.altertable.mcp.transport;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The event streams of one event loop: kept alive by comments, ended with the token that opened
 * them, cut off when their client stops reading.
 */
final class OpenStreams {
  private static final long KEEP_ALIVE_MILLIS = 15_000;
  private static final long BLOCKED_MILLIS = 60_000;

  private final Set<EventStream> streams = new HashSet<>();

  void add(EventStream stream) {
    streams.add(stream);
  }

  void remove(EventStream stream) {
    streams.remove(stream);
  }

  int size() {
    return streams.size();
  }

  void tick(long now) {
    for (EventStream stream : List.copyOf(streams)) {
      if (stream.expired()) {
        stream.end();
      } else if (stream.blockedFor(now) >= BLOCKED_MILLIS) {
        stream.abort();
      } else if (now - stream.writtenAt() >= KEEP_ALIVE_MILLIS) {
        stream.comment(now);
      }
    }
  }

  /** Ends the streams that would stand until their token expires; answers go on. */
  void endStanding() {
    for (EventStream stream : List.copyOf(streams)) {
      if (stream.standing()) {
        stream.end();
      }
    }
  }

  void endGrant(UUID grantId) {
    for (EventStream stream : List.copyOf(streams)) {
      if (stream.grantId().equals(grantId)) {
        stream.end();
      }
    }
  }
}
