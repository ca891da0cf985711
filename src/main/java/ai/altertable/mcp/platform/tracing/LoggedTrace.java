package ai.altertable.mcp.platform.tracing;

import ai.altertable.mcp.bus.TraceContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Map;

/** Puts {@code trace_id} and {@code span_id} beside what is logged for a request; lets all pass. */
final class LoggedTrace extends Filter<ILoggingEvent> {
  private final Vertx vertx;

  /**
   * @param vertx whose contexts may have a trace
   */
  LoggedTrace(Vertx vertx) {
    this.vertx = vertx;
  }

  @Override
  public FilterReply decide(ILoggingEvent event) {
    Context context = Vertx.currentContext();
    if (context != null && context.owner() == vertx && event instanceof LoggingEvent own) {
      TraceContext trace = CurrentTrace.of(context);
      if (trace.present()) {
        put(own, trace);
      }
    }
    return FilterReply.NEUTRAL;
  }

  private void put(LoggingEvent event, TraceContext trace) {
    try {
      event.setMDCPropertyMap(Map.of("trace_id", trace.traceId(), "span_id", trace.parentId()));
    } catch (IllegalStateException seen) {
      // Another appender has looked at the event: it keeps the properties that it had then.
      addInfo("an event goes without its trace", seen);
    }
  }
}
