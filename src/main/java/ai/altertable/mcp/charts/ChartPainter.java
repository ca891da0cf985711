package ai.altertable.mcp.charts;

import ai.altertable.mcp.platform.BoundedWorker;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Draws charts on the server, off the event loops: one at a time, and few may wait. Fails with
 * {@link java.util.concurrent.RejectedExecutionException} when too many do.
 */
public final class ChartPainter {
  private static final Logger LOG = LoggerFactory.getLogger(ChartPainter.class);
  private static final Duration LOAD_AFTER = Duration.ofSeconds(20);
  private static final int WAITING = 48;
  private static final int PNG_WIDTH = 800;

  /** PNGs are shown wherever a client likes; they bring a ground of their own. */
  private static final Map<String, String> LIGHT =
      Map.of(
          "ink", "#1b2130",
          "quiet", "#59637a",
          "line", "#d9dde6",
          "ground", "#ffffff",
          "raised", "#f3f4f8");

  private final BoundedWorker worker;
  private final ScriptEngine engine = new ScriptEngine();

  private final Vertx vertx;
  private long timer = -1;
  private volatile Future<?> loading = Future.succeededFuture();

  public ChartPainter(Vertx vertx) {
    this.vertx = vertx;
    this.worker = new BoundedWorker(vertx, "charts", 1, WAITING);
  }

  /**
   * Loads what draws, a little later, when the start no longer needs the cores: the first chart
   * would wait for it otherwise.
   */
  public Future<Void> start() {
    timer = vertx.setTimer(LOAD_AFTER.toMillis(), fired -> load());
    return Future.succeededFuture();
  }

  private void load() {
    loading =
        worker
            .run(engine::load)
            .onFailure(
                failure -> {
                  if (!engine.stopped()) {
                    LOG.warn("charts cannot be drawn", failure);
                  }
                });
  }

  /**
   * As SVG whose colours are the CSS variables {@code --chart-ink}, {@code --chart-quiet}, {@code
   * --chart-line}, {@code --chart-ground} and {@code --chart-raised} of the page around it. Safe to
   * put into a page: text is escaped, and there are no styles, scripts or links.
   *
   * @param chart {@link Chart#toJson}
   * @param width in pixels
   */
  public Future<String> svg(JsonObject chart, int width) {
    return worker.run(() -> drawn(chart, width).themed(chart.getString("title")));
  }

  /**
   * As PNG on white, at twice the resolution.
   *
   * @param chart {@link Chart#toJson}
   */
  public Future<Buffer> png(JsonObject chart) {
    return worker.run(
        () -> {
          String svg = Lettering.here().outlined(drawn(chart, PNG_WIDTH).in(LIGHT));
          return Buffer.buffer(Raster.png(svg, LIGHT.get("ground")));
        });
  }

  private Svg drawn(JsonObject chart, int width) {
    return new Svg(
        MarkedText.unmarked(engine.svg(MarkedText.marked(chart), width, 0, Svg.marks())));
  }

  /** Completes when its thread has nothing more to do. */
  public Future<Void> close() {
    vertx.cancelTimer(timer);
    engine.stop();
    return loading.transform(done -> worker.close());
  }
}
