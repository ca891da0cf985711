package ai.altertable.mcp.platform.tracing;

import ai.altertable.mcp.bus.TraceContext;
import ai.altertable.mcp.config.TracingConfig;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Spans of what this node does, for a collector of OpenTelemetry; without one, nothing, and nothing
 * of OpenTelemetry is loaded. Never with statements, arguments or tokens. Thread-safe.
 */
public interface Tracing extends AutoCloseable {
  /** Nothing is traced. */
  Tracing OFF = new NoTracing();

  /**
   * Made before Vert.x, whose contexts have to know where a trace is kept.
   *
   * @param config empty traces nothing
   * @param meters where spans are counted
   * @param endpoints what the path of a request is called, of few names
   */
  static Tracing of(
      Optional<TracingConfig> config, MeterRegistry meters, UnaryOperator<String> endpoints) {
    return config.<Tracing>map(known -> new OtlpTracing(known, meters, endpoints)).orElse(OFF);
  }

  /** Whether spans are wanted: who asks first need not make names and attributes. */
  boolean enabled();

  /** Has the requests to the listeners of a Vert.x traced. */
  VertxBuilder with(VertxBuilder builder);

  /** Puts the trace beside what is logged for a request; empty when there are none. */
  Optional<Filter<ILoggingEvent>> logged(Vertx vertx);

  /**
   * Starts the span of a request of others.
   *
   * @param parent the client's, or {@link TraceContext#NONE}; whether it is recorded is decided
   *     here: a client can ask for less, never for more
   * @param around a span of ours that the request came in, or {@link TraceContext#NONE}: the parent
   *     when the client names none, else linked
   */
  Span request(
      String name, TraceContext parent, TraceContext around, Map<String, String> attributes);

  /**
   * Starts the span of a part of a request.
   *
   * @param parent of a span of ours, here or on another node
   * @param call whether it is a call of another system, such as a database
   */
  Span part(String name, boolean call, TraceContext parent, Map<String, String> attributes);

  /** Sends what waits, for a few seconds at the most. Blocks. */
  @Override
  void close();

  /** Something that is under way; to be ended exactly once. */
  interface Span {
    /** What parts of it have as their parent. */
    TraceContext context();

    /** Gives it a better name, once more is known. */
    void rename(String name);

    void set(String attribute, String value);

    void set(String attribute, long value);

    /**
     * @param error kind of failure, of few; null when it went well
     */
    void end(String error);
  }
}
