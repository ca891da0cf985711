package ai.altertable.mcp.lakehouse.postgres;

import ai.altertable.mcp.lakehouse.QueryRequest;
import ai.altertable.mcp.lakehouse.postgres.ReaderSession.Opening;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collection;

/**
 * Reads one statement through a cursor: a small first fetch, so that small results take few round
 * trips, then fetches sized by what the rows weigh and how long they take.
 */
final class QueryRun {
  private static final int FIRST_FETCH = 128;
  private static final int MAX_FETCH = 2000;

  // a server keeps a fetch whole before it sends it, and what we drop was sent for nothing
  private static final int FETCH_CHARACTERS = 1024 * 1024;
  private static final long FETCH_MILLIS = 300;

  /** Rows beyond the page are a convenience: the answer waits no longer for them than this. */
  private static final long KEEP_MILLIS = 2000;

  private final ReaderSession session;
  private final TypeCatalog types;
  private final PageCollector collector;
  private final Deadline deadline;
  private final int pageRows;
  private boolean declared;
  private boolean keeping;

  QueryRun(
      ReaderSession session,
      TypeCatalog types,
      PageCollector collector,
      Deadline deadline,
      int pageRows) {
    this.session = session;
    this.types = types;
    this.collector = collector;
    this.deadline = deadline;
    this.pageRows = pageRows;
  }

  /**
   * Completes when the collector has all it takes; everything up to the first rows is pipelined.
   */
  Future<Void> run(QueryRequest request, Duration timeout) {
    int first = Math.min(pageRows + 1, FIRST_FETCH);
    long sent = System.nanoTime();
    Opening opening = session.open(request, timeout, first, collector);
    return opening
        .declared()
        .compose(
            ok -> {
              declared = true;
              return opening.fetched();
            })
        .compose(rows -> learnTypes().map(rows))
        .compose(rows -> more(first, rows, sent));
  }

  /** Whether the statement was accepted, so that a failure is one of its run. */
  boolean declared() {
    return declared;
  }

  private Future<Void> learnTypes() {
    Collection<Integer> unknown = collector.decoder().unknown();
    if (unknown.isEmpty()) {
      return Future.succeededFuture();
    }
    session.listen(null);
    return types
        .learn(session.connection(), unknown)
        .map(
            learned -> {
              collector.decodeRest();
              session.listen(collector);
              return null;
            });
  }

  private Future<Void> more(int asked, int came, long sentNanos) {
    collector.pack();
    if (came < asked || !collector.accepting()) {
      return Future.succeededFuture();
    }
    if (collector.full() != null && !keeping) {
      keeping = true;
      deadline.atMost(KEEP_MILLIS);
    }
    int next = size(asked, (System.nanoTime() - sentNanos) / 1_000_000);
    long sent = System.nanoTime();
    return session.fetch(next).compose(rows -> more(next, rows, sent));
  }

  private int size(int asked, long millis) {
    long wanted = collector.full() == null ? pageRows + 1L - collector.page().size() : MAX_FETCH;
    long light = FETCH_CHARACTERS / Math.max(1, collector.characters() / collector.taken());
    long quick = millis <= FETCH_MILLIS ? MAX_FETCH : asked * FETCH_MILLIS / millis;
    return (int) Math.max(1, Math.min(Math.min(wanted, MAX_FETCH), Math.min(light, quick)));
  }
}
