package ai.altertable.mcp.ingest;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** How much of this node waits for its commit, in items and in bytes. Thread-safe. */
final class Backlog {
  private final int mostItems;
  private final long mostBytes;
  private final AtomicInteger items = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();

  Backlog(int mostItems, long mostBytes) {
    this.mostItems = mostItems;
    this.mostBytes = mostBytes;
  }

  /**
   * Takes room for a batch; false when there is none. A batch always fits into an empty backlog.
   */
  boolean enter(Batch batch) {
    int count = items.addAndGet(batch.writes().size());
    long size = bytes.addAndGet(batch.bytes());
    boolean alone = count == batch.writes().size();
    if (alone || (count <= mostItems && size <= mostBytes)) {
      return true;
    }
    leave(batch);
    return false;
  }

  void leave(Batch batch) {
    items.addAndGet(-batch.writes().size());
    bytes.addAndGet(-batch.bytes());
  }

  int items() {
    return items.get();
  }
}
