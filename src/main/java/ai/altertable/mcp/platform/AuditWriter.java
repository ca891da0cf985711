package ai.altertable.mcp.platform;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The audit log in the platform database. Events are written in batches, one batch at a time, and
 * tried again until the database takes them: while the process lives none is lost, and one may be
 * written twice when a connection breaks between a commit and its answer. Whoever must not answer
 * before his event is safe ({@link #commit}) shares a commit with those who came meanwhile.
 *
 * <p>Thread-safe. The queue holds at most its capacity and one event for each caller that waits.
 */
public final class AuditWriter implements AuditLog {
  private static final Logger LOG = LoggerFactory.getLogger(AuditWriter.class);
  private static final int BATCH = 500;

  /**
   * How long events that nobody waits for gather for one commit: a commit costs as much as some
   * fifty events in it. What came in this time is what a process that dies at once takes with it.
   */
  private static final long GATHER_MILLIS = 50;

  /** Who waits while many do waits this much longer, so that they share a commit. */
  private static final long GATHER_AWAITED_MILLIS = 1;

  private static final int MANY = 4;

  private static final long FIRST_RETRY_MILLIS = 100;
  private static final long LONGEST_RETRY_MILLIS = 5_000;
  private static final long NONE = -1;
  private static final Duration LAST_WRITE = Duration.ofSeconds(10);

  private final Context context;
  private final AuditTable table;
  private final int capacity;
  private final Queue<Entry> queue = new ConcurrentLinkedQueue<>();
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private final AtomicInteger awaited = new AtomicInteger();
  private final AtomicBoolean writing = new AtomicBoolean();
  private final Promise<Void> drained = Promise.promise();
  private final AtomicLong retries = new AtomicLong();
  private volatile boolean closing;

  // Of the context.
  private long timer = NONE;
  private int lastBatch;

  /**
   * An event that waits.
   *
   * @param written told when it is in the database, or can never be; null: nobody waits for it
   */
  private record Entry(AuditEvent event, Runnable written) {}

  /**
   * @param capacity events that wait before callers wait too ({@code audit.queue})
   */
  public AuditWriter(Vertx vertx, Pool pool, int capacity) {
    this.context = vertx.getOrCreateContext();
    this.table = new AuditTable(pool);
    this.capacity = capacity;
  }

  @Override
  public Future<Void> record(AuditEvent event) {
    queue.add(new Entry(event, null));
    boolean room = size.incrementAndGet() <= capacity;
    wake();
    return room ? Future.succeededFuture() : untilRoom();
  }

  @Override
  public Future<Void> commit(AuditEvent event) {
    Promise<Void> written = Promise.promise();
    boolean first = awaited.getAndIncrement() == 0;
    queue.add(new Entry(event, onContext(written)));
    size.incrementAndGet();
    wake();
    if (first) {
      context.runOnContext(now -> hasten());
    }
    return written.future();
  }

  @Override
  public Future<Void> record(SqlConnection transaction, AuditEvent event) {
    return AuditTable.insert(transaction, List.of(event));
  }

  /** Writes what waits, for ten seconds at the most; what is left then is counted in the log. */
  @Override
  public Future<Void> close() {
    closing = true;
    wake();
    return drained
        .future()
        .timeout(LAST_WRITE.toMillis(), MILLISECONDS)
        .onFailure(late -> LOG.error("audit events are lost count={}", size.get()));
  }

  /** Shows what waits, and how often the database had to be asked again. */
  void measure(MeterRegistry registry) {
    Gauge.builder("altertable.audit.waiting", size, AtomicInteger::get)
        .description("Audit events that are not written yet")
        .register(registry);
    FunctionCounter.builder("altertable.audit.retries", retries, AtomicLong::get)
        .description("Batches of audit events that the database did not take at once")
        .register(registry);
  }

  /** How often a batch had to be tried again. */
  long retries() {
    return retries.get();
  }

  private Future<Void> untilRoom() {
    Promise<Void> room = Promise.promise();
    waiting.add(onContext(room));
    if (size.get() <= capacity) {
      // Room came between the count and the wait: nobody else may look again.
      admit();
    }
    return room.future();
  }

  /** Completes it where its caller is. */
  private static Runnable onContext(Promise<Void> promise) {
    Context caller = Vertx.currentContext();
    return caller == null
        ? promise::tryComplete
        : () -> caller.runOnContext(now -> promise.tryComplete());
  }

  private void wake() {
    if (writing.compareAndSet(false, true)) {
      context.runOnContext(now -> gather());
    }
  }

  private void gather() {
    if (hurried() && (lastBatch < MANY || size.get() >= BATCH)) {
      write();
    } else {
      long millis = hurried() ? GATHER_AWAITED_MILLIS : GATHER_MILLIS;
      timer = context.owner().setTimer(millis, due -> write());
    }
  }

  /** Somebody waits now for what was gathering at leisure. */
  private void hasten() {
    if (timer != NONE && context.owner().cancelTimer(timer)) {
      timer = NONE;
      gather();
    }
  }

  /** Whether a batch is full, or somebody waits for it to be written. */
  private boolean hurried() {
    return closing || size.get() >= BATCH || awaited.get() > 0 || !waiting.isEmpty();
  }

  private void write() {
    timer = NONE;
    List<Entry> batch = new ArrayList<>();
    for (Entry entry = queue.poll(); entry != null; entry = queue.poll()) {
      batch.add(entry);
      if (batch.size() == BATCH) {
        break;
      }
    }
    if (batch.isEmpty()) {
      rest();
    } else {
      write(batch.stream().map(Entry::event).toList(), 0).onComplete(done -> written(batch));
    }
  }

  private void written(List<Entry> batch) {
    lastBatch = batch.size();
    int left = size.addAndGet(-batch.size());
    for (Entry entry : batch) {
      if (entry.written() != null) {
        awaited.decrementAndGet();
        entry.written().run();
      }
    }
    admit();
    if (left <= 0) {
      rest();
    } else {
      gather();
    }
  }

  private void rest() {
    writing.set(false);
    if (!queue.isEmpty()) {
      wake();
    } else if (closing) {
      drained.tryComplete();
    }
  }

  private void admit() {
    for (int room = capacity - size.get(); room >= 0; room--) {
      Runnable waiter = waiting.poll();
      if (waiter == null) {
        return;
      }
      waiter.run();
    }
  }

  /** Completes when every event is written or known to be unwritable; never fails. */
  private Future<Void> write(List<AuditEvent> batch, int attempt) {
    return table.insert(batch).recover(failure -> again(batch, attempt, failure));
  }

  private Future<Void> again(List<AuditEvent> batch, int attempt, Throwable failure) {
    if (!unwritable(failure)) {
      retries.incrementAndGet();
      LOG.warn(
          "audit events wait for the database count={} why={}", size.get(), failure.toString());
      Promise<Void> tried = Promise.promise();
      context
          .owner()
          .setTimer(delay(attempt), timer -> write(batch, attempt + 1).onComplete(tried));
      return tried.future();
    }
    if (batch.size() == 1) {
      LOG.error("an audit event cannot be written event={}", batch.get(0), failure);
      return Future.succeededFuture();
    }
    // One event spoils the batch: halves find it, and save the others.
    int half = batch.size() / 2;
    return write(batch.subList(0, half), 0)
        .compose(done -> write(batch.subList(half, batch.size()), 0));
  }

  /** Data exceptions and constraint violations (SQLSTATE classes 22 and 23) fail the same again. */
  private static boolean unwritable(Throwable failure) {
    return failure instanceof PgException refused
        && refused.getSqlState() != null
        && (refused.getSqlState().startsWith("22") || refused.getSqlState().startsWith("23"));
  }

  private static long delay(int attempt) {
    return Math.min(LONGEST_RETRY_MILLIS, FIRST_RETRY_MILLIS << Math.min(attempt, 6));
  }
}
