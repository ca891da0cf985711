package ai.altertable.mcp.platform.tracing;

import ai.altertable.mcp.bus.TraceContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import java.util.Map;
import java.util.Optional;

/** Traces nothing: parents go on as they came. */
final class NoTracing implements Tracing {
  @Override
  public boolean enabled() {
    return false;
  }

  @Override
  public VertxBuilder with(VertxBuilder builder) {
    return builder;
  }

  @Override
  public Optional<Filter<ILoggingEvent>> logged(Vertx vertx) {
    return Optional.empty();
  }

  @Override
  public Span request(
      String name, TraceContext parent, TraceContext around, Map<String, String> attributes) {
    return new Nothing(parent);
  }

  @Override
  public Span part(String name, boolean call, TraceContext parent, Map<String, String> attributes) {
    return new Nothing(parent);
  }

  @Override
  public void close() {
    // nothing waits
  }

  private record Nothing(TraceContext context) implements Span {
    @Override
    public void rename(String name) {
      // nobody sees it
    }

    @Override
    public void set(String attribute, String value) {
      // nobody sees it
    }

    @Override
    public void set(String attribute, long value) {
      // nobody sees it
    }

    @Override
    public void end(String error) {
      // nobody sees it
    }
  }
}
