package ai.altertable.mcp.tools;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.bus.Addresses;
import ai.altertable.mcp.bus.Caller;
import ai.altertable.mcp.bus.ToolCall;
import ai.altertable.mcp.bus.ToolCatalogRequest;
import ai.altertable.mcp.bus.ToolOutcome;
import ai.altertable.mcp.platform.AuditEvent;
import ai.altertable.mcp.platform.AuditLog;
import ai.altertable.mcp.platform.tracing.CurrentTrace;
import ai.altertable.mcp.platform.tracing.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executes tool calls: takes {@link ToolCall}s from the event bus, checks scope, arguments and
 * limits, runs the tool, and replies with exactly one {@link ToolOutcome} when the audit log has
 * the call. Several instances share the work.
 */
public final class ToolVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(ToolVerticle.class);
  private static final int RETRY_AFTER_SECONDS = 1;
  private static final int MAX_AUDITED_NAME = 64;

  private final ToolRegistry registry;
  private final CallLimiter limiter;
  private final AuditLog audit;
  private final CallMetrics metrics;
  private final Tracing tracing;
  private MessageConsumer<ToolCall> calls;
  private MessageConsumer<ToolCatalogRequest> catalogs;
  private int running;
  private Promise<Void> idle;

  /**
   * @param tools in the order they are listed; the instance's own
   * @param limiter shared by all instances of the node
   * @param audit takes an event for every call
   * @param meters where calls are timed; empty = nowhere
   */
  public ToolVerticle(
      List<Tool> tools, CallLimiter limiter, AuditLog audit, Optional<MeterRegistry> meters) {
    this(tools, limiter, audit, meters, Tracing.OFF);
  }

  /**
   * @param tracing sees every call of a tool
   */
  public ToolVerticle(
      List<Tool> tools,
      CallLimiter limiter,
      AuditLog audit,
      Optional<MeterRegistry> meters,
      Tracing tracing) {
    this.tracing = requireNonNull(tracing, "tracing is null");
    this.registry = new ToolRegistry(tools);
    this.limiter = requireNonNull(limiter, "limiter is null");
    this.audit = requireNonNull(audit, "audit is null");
    this.metrics = new CallMetrics(meters);
  }

  @Override
  public Future<?> start() {
    calls = vertx.eventBus().consumer(Addresses.TOOL_CALL, this::take);
    catalogs =
        vertx
            .eventBus()
            .consumer(Addresses.TOOL_LIST, message -> message.reply(registry.catalog()));
    return Future.all(calls.completion(), catalogs.completion());
  }

  /** Takes no more calls, and ends when those that run have ended; each has a deadline. */
  @Override
  public Future<?> stop() {
    return Future.all(calls.unregister(), catalogs.unregister())
        .compose(
            unregistered -> {
              idle = Promise.promise();
              if (running == 0) {
                idle.complete();
              }
              return idle.future();
            });
  }

  private void take(Message<ToolCall> message) {
    long startedNanos = System.nanoTime();
    ToolCall asked = message.body();
    Optional<ToolRegistry.Registered> found = registry.find(asked.tool());
    if (found.isEmpty()) {
      String unknown = shortened(asked.tool());
      Finished finished = new Finished(asked, unknown, null, startedNanos, Optional.empty());
      finish(message, finished, new ToolOutcome.UnknownTool(asked.tool()));
      return;
    }
    ToolRegistry.Registered registered = found.get();
    String tool = registered.descriptor().name();
    Optional<Tracing.Span> span = span(asked, tool);
    ToolCall call = span.map(own -> asked.within(own.context())).orElse(asked);
    JsonObject arguments = given(call.arguments());
    Optional<ToolOutcome> refusal = refusal(call.caller(), registered, arguments);
    Optional<Runnable> place =
        refusal.isPresent() ? Optional.empty() : limiter.acquire(call.caller());
    if (place.isEmpty()) {
      ToolOutcome outcome =
          refusal.orElseGet(() -> new ToolOutcome.Overloaded(RETRY_AFTER_SECONDS));
      finish(message, new Finished(call, tool, null, startedNanos, span), outcome);
      return;
    }
    Runnable givePlaceBack = place.get();
    running++;
    RunningCall runningCall = new RunningCall(vertx, call, tool, tracing.enabled());
    Future<Void> answered =
        runningCall
            .run(registered.tool(), arguments)
            .compose(
                outcome ->
                    finish(
                        message,
                        new Finished(call, tool, runningCall.rows(), startedNanos, span),
                        outcome));
    // An answer that waits for the audit log keeps its place: they are bounded, too.
    answered.eventually(runningCall::ended).onComplete(ended -> ended(givePlaceBack));
  }

  /** What the tool does is a part of the request, which may have come from another node. */
  private Optional<Tracing.Span> span(ToolCall call, String tool) {
    if (!tracing.enabled()) {
      return Optional.empty();
    }
    Tracing.Span span =
        tracing.part("execute " + tool, false, call.trace(), Map.of("gen_ai.tool.name", tool));
    CurrentTrace.enter(span.context());
    return Optional.of(span);
  }

  private void ended(Runnable givePlaceBack) {
    givePlaceBack.run();
    running--;
    if (idle != null && running == 0) {
      idle.tryComplete();
    }
  }

  private static Optional<ToolOutcome> refusal(
      Caller caller, ToolRegistry.Registered registered, JsonObject arguments) {
    if (!caller.may(registered.descriptor().required())) {
      return Optional.of(new ToolOutcome.ScopeMissing(registered.descriptor().required()));
    }
    List<String> faults = registered.validator().faults(arguments);
    if (faults.isEmpty()) {
      return Optional.empty();
    }
    String text =
        "The arguments of "
            + registered.descriptor().name()
            + " are not valid:\n- "
            + String.join("\n- ", faults);
    return Optional.of(ToolOutcome.Completed.error(text));
  }

  private Future<Void> finish(Message<ToolCall> message, Finished finished, ToolOutcome outcome) {
    String name = OutcomeName.of(outcome);
    long nanos = System.nanoTime() - finished.startedNanos;
    if (!(outcome instanceof ToolOutcome.UnknownTool)) {
      metrics.record(finished.tool, name, nanos);
    }
    AuditEvent event =
        new AuditEvent(
            Instant.now(),
            "tool.call",
            name,
            AuditEvent.Actor.of(finished.call.caller()),
            new AuditEvent.Call(
                finished.tool, finished.rows, (int) TimeUnit.NANOSECONDS.toMillis(nanos)),
            correlation(finished.call, outcome));
    // Who is turned away for want of room waits for nothing.
    Future<Void> recorded =
        outcome instanceof ToolOutcome.Overloaded ? audit.record(event) : audit.commit(event);
    return recorded
        .onFailure(e -> LOG.warn("audit event not taken: tool={}", finished.tool, e))
        .onComplete(
            safe -> {
              finished.span.ifPresent(span -> span.end(fault(outcome, name)));
              message.reply(outcome);
            });
  }

  /** Null for what is no failure: also to go on later is as asked. */
  private static String fault(ToolOutcome outcome, String name) {
    boolean well =
        outcome instanceof ToolOutcome.Completed completed && !completed.isError()
            || outcome instanceof ToolOutcome.InputRequired
            || outcome instanceof ToolOutcome.Deferred;
    return well ? null : name;
  }

  /** What leads from the audit log to other logs: ours for a fault, the client's own trace else. */
  private static String correlation(ToolCall call, ToolOutcome outcome) {
    if (outcome instanceof ToolOutcome.Failed failed) {
      return failed.correlationId();
    }
    return call.correlation();
  }

  /** Clients fill in null for arguments they mean to leave out. */
  private static JsonObject given(JsonObject arguments) {
    Map<String, Object> map = arguments.getMap();
    if (!map.containsValue(null)) {
      return arguments;
    }
    JsonObject given = arguments.copy();
    given.getMap().values().removeIf(value -> value == null);
    return given;
  }

  private static String shortened(String name) {
    return name.length() > MAX_AUDITED_NAME ? name.substring(0, MAX_AUDITED_NAME) : name;
  }

  /**
   * @param tool listed name, or what the client sent when there is no such tool
   * @param span that it is seen in
   */
  private record Finished(
      ToolCall call, String tool, Long rows, long startedNanos, Optional<Tracing.Span> span) {}
}
