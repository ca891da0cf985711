package ai.altertable.mcp.charts;

import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.ContextFactory;
import org.mozilla.javascript.Script;
import org.mozilla.javascript.ScriptableObject;

/**
 * ECharts in an interpreter without a browser and without access to Java. One drawing at a time:
 * its objects belong to one thread at a time. Loading takes a second or more and happens once, at
 * the first drawing.
 */
final class ScriptEngine {
  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(20);
  private static final int STEPS_BETWEEN_LOOKS = 100_000;

  /** What ECharts expects of its surroundings; its timers animate, and nothing moves here. */
  private static final String SURROUNDINGS =
      """
      var global = this;
      var setTimeout = function () { return 0; };
      var clearTimeout = function () {};
      """;

  /** Draws and leaves nothing behind. */
  private static final String DRAW =
      """
      echarts.setPlatformAPI({measureText: function (text, font) {
        var size = /([0-9.]+)px/.exec(font || '');
        return {width: altertableChart.widthOf(text, size ? parseFloat(size[1]) : 12)};
      }});
      function drawSvg(json, width, height, colours) {
        var chart = JSON.parse(json);
        var look = {width: width, height: height > 0 ? height : altertableChart.height(chart, width),
          colours: JSON.parse(colours), still: true, title: true};
        var drawn = echarts.init(null, null,
          {renderer: 'svg', ssr: true, width: look.width, height: look.height});
        try {
          drawn.setOption(altertableChart.option(chart, look));
          return drawn.renderToSVGString();
        } finally {
          drawn.dispose();
        }
      }
      """;

  private final Factory factory = new Factory();
  private ScriptableObject scope;

  /** Ends scripts that run too long, loading aside. */
  private static final class Factory extends ContextFactory {
    private volatile long deadline = System.nanoTime() + TimeUnit.DAYS.toNanos(365);
    private volatile boolean stopped;

    @Override
    protected Context makeContext() {
      Context context = super.makeContext();
      // Interpreted: ECharts has functions larger than a method of the JVM may be.
      context.setInterpretedMode(true);
      context.setLanguageVersion(Context.VERSION_ES6);
      context.setInstructionObserverThreshold(STEPS_BETWEEN_LOOKS);
      context.setClassShutter(name -> false);
      return context;
    }

    @Override
    protected void observeInstructionCount(Context context, int instructions) {
      if (stopped) {
        throw new IllegalStateException("no more charts are drawn: the server stops");
      }
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException("drawing a chart took too long");
      }
    }
  }

  /** Reads the scripts, unless they are read. Blocks for seconds. */
  synchronized Void load() {
    return factory.call(
        context -> {
          scopeOf(context);
          return null;
        });
  }

  /** Ends what runs, for good. It takes as long as reading one script at the most. */
  void stop() {
    factory.stopped = true;
  }

  boolean stopped() {
    return factory.stopped;
  }

  private ScriptableObject scopeOf(Context context) {
    if (scope == null) {
      scope = load(context);
    }
    return scope;
  }

  /**
   * Draws. Blocks for a tenth of a second to a few seconds.
   *
   * @param colours by their names in {@code chart.js}
   * @param height 0 = what the chart wants
   */
  synchronized String svg(JsonObject chart, int width, int height, JsonObject colours) {
    return factory.call(
        context -> {
          scopeOf(context);
          factory.deadline = System.nanoTime() + MOST_NANOS;
          try {
            Object drawn =
                ScriptableObject.callMethod(
                    context,
                    scope,
                    "drawSvg",
                    new Object[] {chart.encode(), width, height, colours.encode()});
            return Context.toString(drawn);
          } finally {
            factory.deadline = System.nanoTime() + TimeUnit.DAYS.toNanos(365);
          }
        });
  }

  private static ScriptableObject load(Context context) {
    ScriptableObject scope = context.initSafeStandardObjects();
    run(context, scope, SURROUNDINGS, "surroundings");
    run(context, scope, ChartScripts.echarts(), "echarts");
    run(context, scope, ChartScripts.drawing(), "chart.js");
    run(context, scope, DRAW, "draw");
    return scope;
  }

  private static void run(Context context, ScriptableObject scope, String source, String name) {
    Script script = context.compileString(source, name, 1, null);
    script.exec(context, scope, scope);
  }
}
