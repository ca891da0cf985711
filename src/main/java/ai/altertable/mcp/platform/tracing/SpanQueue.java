package ai.altertable.mcp.platform.tracing;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Supplier;

/**
 * Ended spans on their way to the collector, brought there in batches by a thread of its own. What
 * waits is bounded: beyond it spans are dropped, and counted, as are those that the collector did
 * not take. In place of the SDK's own queue, which tells what it dropped to OpenTelemetry's meters
 * only.
 */
final class SpanQueue implements SpanProcessor {
  private static final int BATCH = 512;
  private static final Duration AT_MOST = Duration.ofSeconds(1);
  private static final Supplier<SpanData> END = () -> null;

  private final SpanExporter exporter;
  private final Duration patience;
  private final BlockingQueue<Supplier<SpanData>> waiting;
  private final Counter sent;
  private final Counter dropped;
  private final Counter refused;
  private final Thread sender;
  private volatile boolean closed;

  /**
   * @param most spans that may wait
   * @param patience how long one batch may take, and at stop all that waits
   */
  SpanQueue(SpanExporter exporter, int most, Duration patience, MeterRegistry meters) {
    this.exporter = exporter;
    this.patience = patience;
    this.waiting = new ArrayBlockingQueue<>(most);
    this.sent = counter(meters, "sent");
    this.dropped = counter(meters, "dropped");
    this.refused = counter(meters, "refused");
    this.sender = new Thread(this::send, "traces");
    sender.setDaemon(true);
    sender.start();
  }

  private static Counter counter(MeterRegistry meters, String outcome) {
    return Counter.builder("altertable.tracing.spans")
        .description("Spans: sent, dropped for want of room, or refused by the collector")
        .tag("outcome", outcome)
        .register(meters);
  }

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {
    // nothing to add
  }

  @Override
  public boolean isStartRequired() {
    return false;
  }

  /** Never waits. */
  @Override
  public void onEnd(ReadableSpan span) {
    if (span.getSpanContext().isSampled() && (closed || !waiting.offer(span::toSpanData))) {
      dropped.increment();
    }
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }

  private void send() {
    try {
      boolean more = true;
      while (more) {
        List<SpanData> batch = new ArrayList<>();
        more = fill(batch);
        if (!batch.isEmpty()) {
          export(batch);
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Waits for a first span, then until the batch is full or its time is over.
   *
   * @return whether there may be more
   */
  private boolean fill(List<SpanData> batch) throws InterruptedException {
    Supplier<SpanData> next = waiting.poll(AT_MOST.toNanos(), NANOSECONDS);
    long until = System.nanoTime() + AT_MOST.toNanos();
    while (next != null && next != END) {
      batch.add(next.get());
      next =
          batch.size() == BATCH
              ? null
              : waiting.poll(closed ? 0 : until - System.nanoTime(), NANOSECONDS);
    }
    return next != END && !(closed && waiting.isEmpty());
  }

  private void export(List<SpanData> batch) throws InterruptedException {
    CompletableResultCode result = exporter.export(batch).join(patience.toNanos(), NANOSECONDS);
    (result.isSuccess() ? sent : refused).increment(batch.size());
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  /** Sends what waits, within the patience. Blocks. */
  @Override
  public void close() {
    closed = true;
    // When there is no room for it the sender is busy, and looks at closed next.
    waiting.offer(END);
    try {
      sender.join(patience.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    sender.interrupt();
    dropped.increment(waiting.stream().filter(span -> span != END).count());
    exporter.shutdown();
  }
}
