package ai.altertable.mcp.platform.tracing;

import ai.altertable.mcp.bus.TraceContext;
import ai.altertable.mcp.config.TracingConfig;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Spans to a collector over OTLP/HTTP. What waits for it is bounded and beyond that dropped; a
 * collector that is away costs spans and nothing else.
 */
final class OtlpTracing implements Tracing {
  private static final String SCOPE = "altertable-mcp";

  /** Tries of one batch, all together. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final int WAITING = 4096;

  private final SpanQueue queue;
  private final Tracer tracer;
  private final UnaryOperator<String> endpoints;

  OtlpTracing(TracingConfig config, MeterRegistry meters, UnaryOperator<String> endpoints) {
    CurrentTrace.prepare();
    logThroughOurs();
    this.endpoints = endpoints;
    this.queue = new SpanQueue(exporter(config), WAITING, PATIENCE, meters);
    this.tracer =
        SdkTracerProvider.builder()
            .setResource(
                Resource.create(
                    Attributes.builder()
                        .put("service.name", config.service())
                        .put("service.instance.id", UUID.randomUUID().toString())
                        .build()))
            .setSampler(sampler(config.ratio()))
            .addSpanProcessor(queue)
            .build()
            .get(SCOPE);
  }

  /** The exporter's library would write past our log, to standard error. */
  private static void logThroughOurs() {
    if (!SLF4JBridgeHandler.isInstalled()) {
      SLF4JBridgeHandler.removeHandlersForRootLogger();
      SLF4JBridgeHandler.install();
    }
  }

  private static OtlpHttpSpanExporter exporter(TracingConfig config) {
    OtlpHttpSpanExporterBuilder builder =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(config.endpoint().toString())
            .setTimeout(PATIENCE)
            .setCompression("gzip");
    config.headers().forEach(builder::addHeader);
    return builder.build();
  }

  private static Sampler sampler(double ratio) {
    Sampler share = new Share(Sampler.traceIdRatioBased(ratio));
    return Sampler.parentBasedBuilder(share)
        .setRemoteParentSampled(share)
        .setRemoteParentNotSampled(Sampler.alwaysOff())
        .build();
  }

  @Override
  public boolean enabled() {
    return true;
  }

  @Override
  public VertxBuilder with(VertxBuilder builder) {
    return builder.withTracer(options -> new HttpSpans(this, endpoints));
  }

  @Override
  public Optional<Filter<ILoggingEvent>> logged(Vertx vertx) {
    return Optional.of(new LoggedTrace(vertx));
  }

  @Override
  public Span request(
      String name, TraceContext parent, TraceContext around, Map<String, String> attributes) {
    SpanBuilder builder = tracer.spanBuilder(name).setSpanKind(SpanKind.SERVER);
    if (!parent.present()) {
      return start(builder, ours(around), around, attributes);
    }
    if (around.present()) {
      builder.addLink(ours(around));
    }
    SpanContext theirs =
        SpanContext.createFromRemoteParent(
            parent.traceId(), parent.parentId(), flags(parent), TraceState.getDefault());
    return start(builder, theirs, parent, attributes);
  }

  @Override
  public Span part(String name, boolean call, TraceContext parent, Map<String, String> attributes) {
    SpanKind kind = call ? SpanKind.CLIENT : SpanKind.INTERNAL;
    return start(tracer.spanBuilder(name).setSpanKind(kind), ours(parent), parent, attributes);
  }

  private static Span start(
      SpanBuilder builder, SpanContext parent, TraceContext given, Map<String, String> attributes) {
    Context context = Context.root();
    builder.setParent(
        parent.isValid() ? context.with(io.opentelemetry.api.trace.Span.wrap(parent)) : context);
    attributes.forEach(builder::setAttribute);
    return new Started(builder.startSpan(), given);
  }

  private static SpanContext ours(TraceContext parent) {
    return parent.present()
        ? SpanContext.create(
            parent.traceId(), parent.parentId(), flags(parent), TraceState.getDefault())
        : SpanContext.getInvalid();
  }

  private static TraceFlags flags(TraceContext parent) {
    return parent.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault();
  }

  @Override
  public void close() {
    queue.close();
  }

  /**
   * A share of the requests, of clients that record theirs too: one that asked for all of its to be
   * recorded could fill the collector. The same share of traces on every node.
   */
  private record Share(Sampler ratio) implements Sampler {
    @Override
    public SamplingResult shouldSample(
        Context parent,
        String trace,
        String name,
        SpanKind kind,
        Attributes attributes,
        List<LinkData> links) {
      return ratio.shouldSample(parent, trace, name, kind, attributes, links);
    }

    @Override
    public String getDescription() {
      return ratio.getDescription();
    }
  }

  /**
   * @param given what came from outside beside the ids, and goes on
   */
  private record Started(io.opentelemetry.api.trace.Span span, TraceContext given) implements Span {
    @Override
    public TraceContext context() {
      SpanContext own = span.getSpanContext();
      return new TraceContext(
          own.getTraceId(), own.getSpanId(), own.isSampled(), given.state(), given.baggage());
    }

    @Override
    public void rename(String name) {
      span.updateName(name);
    }

    @Override
    public void set(String attribute, String value) {
      span.setAttribute(attribute, value);
    }

    @Override
    public void set(String attribute, long value) {
      span.setAttribute(attribute, value);
    }

    @Override
    public void end(String error) {
      if (error != null) {
        span.setAttribute("error.type", error).setStatus(StatusCode.ERROR);
      }
      span.end();
    }
  }
}
