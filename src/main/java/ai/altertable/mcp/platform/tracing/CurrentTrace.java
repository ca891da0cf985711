package ai.altertable.mcp.platform.tracing;

import ai.altertable.mcp.bus.TraceContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.http.HttpServerRequestInternal;
import io.vertx.core.spi.context.storage.ContextLocal;

/**
 * The trace of the request or message that a context was made for. For those contexts only that
 * Vert.x makes for one of them: what verticles share has no trace. To be used when there is
 * tracing.
 */
public final class CurrentTrace {
  private static final ContextLocal<TraceContext> TRACE =
      ContextLocal.registerLocal(TraceContext.class);

  private CurrentTrace() {}

  /** Contexts of every Vert.x that is made from now on have a place for a trace. */
  static void prepare() {
    // the class is loaded
  }

  /** What runs on the current context from now on belongs to a trace. */
  public static void enter(TraceContext trace) {
    enter(Vertx.currentContext(), trace);
  }

  static void enter(Context context, TraceContext trace) {
    if (context instanceof ContextInternal own && own.isDuplicate()) {
      TRACE.put(context, trace);
    }
  }

  /** Of an HTTP request; {@link TraceContext#NONE} when there is none. */
  public static TraceContext of(HttpServerRequest request) {
    return request instanceof HttpServerRequestInternal own ? of(own.context()) : TraceContext.NONE;
  }

  static TraceContext of(Context context) {
    TraceContext trace = TRACE.get(context);
    return trace == null ? TraceContext.NONE : trace;
  }
}
