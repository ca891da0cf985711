package ai.altertable.mcp.platform.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.Await;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Spans on their way to a collector that is slow, away, or gone. */
class SpanQueueTest {
  private static final int MOST = 10;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final List<SpanData> taken = new CopyOnWriteArrayList<>();
  private final CompletableResultCode stuck = new CompletableResultCode();
  private SpanQueue queue;

  @AfterEach
  void close() {
    stuck.succeed();
    queue.close();
  }

  private Tracer tracer(
      Duration patience, Function<Collection<SpanData>, CompletableResultCode> export) {
    queue = new SpanQueue(new Exporter(export), MOST, patience, meters);
    return SdkTracerProvider.builder().addSpanProcessor(queue).build().get("test");
  }

  private double count(String outcome) {
    return meters.counter("altertable.tracing.spans", "outcome", outcome).count();
  }

  private static void end(Tracer tracer, int spans) {
    for (int i = 0; i < spans; i++) {
      tracer.spanBuilder("span " + i).startSpan().end();
    }
  }

  @Test
  void spansBeyondTheBoundAreDroppedAndCounted() {
    Tracer tracer =
        tracer(
            Duration.ofMinutes(1),
            batch -> {
              taken.addAll(batch);
              return stuck;
            });
    end(tracer, 1);
    Await.until(() -> !taken.isEmpty());

    end(tracer, MOST + 7);

    assertThat(count("dropped")).isEqualTo(7);
    stuck.succeed();
    Await.until(() -> count("sent") == MOST + 1);
  }

  @Test
  void whatTheCollectorDoesNotTakeIsCounted() {
    Tracer tracer = tracer(Duration.ofMinutes(1), batch -> CompletableResultCode.ofFailure());

    end(tracer, 3);

    Await.until(() -> count("refused") == 3);
  }

  @Test
  void theLastSpansAreSentAtStop() {
    Tracer tracer =
        tracer(
            Duration.ofMinutes(1),
            batch -> {
              taken.addAll(batch);
              return CompletableResultCode.ofSuccess();
            });
    end(tracer, MOST);

    queue.close();

    assertThat(taken).hasSize(MOST);
    end(tracer, 1);
    assertThat(count("dropped")).isEqualTo(1);
  }

  @Test
  void aStopDoesNotWaitForACollectorThatIsStuck() {
    Tracer tracer =
        tracer(
            Duration.ofMillis(50),
            batch -> {
              taken.addAll(batch);
              return stuck;
            });
    end(tracer, 1);
    Await.until(() -> !taken.isEmpty());
    end(tracer, MOST);

    queue.close();

    assertThat(stuck.isDone()).isFalse();
    Await.until(() -> count("refused") + count("dropped") >= MOST);
  }

  private record Exporter(Function<Collection<SpanData>, CompletableResultCode> export)
      implements SpanExporter {
    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      return export.apply(List.copyOf(spans));
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }
}
