package ai.altertable.mcp.tools;

import ai.altertable.mcp.bus.Addresses;
import ai.altertable.mcp.bus.Caller;
import ai.altertable.mcp.bus.Interaction;
import ai.altertable.mcp.bus.ToolCall;
import ai.altertable.mcp.bus.ToolEvent;
import ai.altertable.mcp.bus.ToolOutcome;
import ai.altertable.mcp.bus.TraceContext;
import ai.altertable.mcp.lakehouse.CallTag;
import ai.altertable.mcp.platform.Cancellation;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;

/**
 * One call while it runs: watches its deadline and its cancellation address, and ends in exactly
 * one outcome. Lives on the executor's context.
 */
final class RunningCall implements ToolContext {
  private final Vertx vertx;
  private final ToolCall call;
  private final String tool;
  private final boolean traced;
  private final Cancellation cancellation = new Cancellation();
  private final Promise<ToolOutcome> outcome = Promise.promise();
  private final Promise<Void> ended = Promise.promise();
  private MessageConsumer<Object> cancelConsumer;
  private long timer = -1;
  private double progress = Double.NEGATIVE_INFINITY;
  private Long rows;

  /**
   * @param tool its listed name
   * @param traced whether what it asks of databases is to be seen in its trace
   */
  RunningCall(Vertx vertx, ToolCall call, String tool, boolean traced) {
    this.vertx = vertx;
    this.call = call;
    this.tool = tool;
    this.traced = traced;
  }

  /** Runs the tool. To be called once. */
  Future<ToolOutcome> run(Tool implementation, JsonObject arguments) {
    long millisLeft = Duration.between(Instant.now(), call.deadline()).toMillis();
    if (millisLeft <= 0) {
      ended.complete();
      return Future.succeededFuture(late());
    }
    Future<ToolAnswer> answer = start(implementation, arguments);
    if (!answer.isComplete()) {
      watch(millisLeft);
    }
    answer.onComplete(this::answered);
    return outcome.future();
  }

  /** Completes when the tool has let go of everything, which may be after the outcome. */
  Future<Void> ended() {
    return ended.future();
  }

  /** Rows that the answer holds, or null. */
  Long rows() {
    return rows;
  }

  @Override
  public Caller caller() {
    return call.caller();
  }

  @Override
  public Instant deadline() {
    return call.deadline();
  }

  @Override
  public Cancellation cancellation() {
    return cancellation;
  }

  @Override
  public Interaction interaction() {
    return call.interaction();
  }

  @Override
  public void progress(double value, Double total, String message) {
    if (call.events() && value > progress && !outcome.future().isComplete()) {
      progress = value;
      vertx
          .eventBus()
          .send(Addresses.toolEvent(call.callId()), new ToolEvent.Progress(value, total, message));
    }
  }

  @Override
  public String tag() {
    String who = (call.caller().atConsole() ? "console" : call.caller().grantId()) + "/" + tool;
    return new CallTag(who, call.correlation(), traced ? call.trace() : TraceContext.NONE)
        .toString();
  }

  private Future<ToolAnswer> start(Tool implementation, JsonObject arguments) {
    try {
      return implementation.call(this, new ToolArguments(arguments));
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private void watch(long millisLeft) {
    cancelConsumer =
        vertx
            .eventBus()
            .consumer(
                Addresses.toolCancel(call.callId()), message -> stop(new ToolOutcome.Cancelled()));
    timer = vertx.setTimer(millisLeft, fired -> stop(late()));
  }

  private void stop(ToolOutcome why) {
    if (outcome.tryComplete(why)) {
      cancellation.cancel();
    }
  }

  private void answered(AsyncResult<ToolAnswer> answer) {
    if (cancelConsumer != null) {
      cancelConsumer.unregister();
      vertx.cancelTimer(timer);
    }
    if (!outcome.future().isComplete()) {
      outcome.complete(
          answer.succeeded()
              ? completed(answer.result())
              : FailureOutcomes.of(call, answer.cause()));
    }
    ended.complete();
  }

  private ToolOutcome completed(ToolAnswer answer) {
    rows = answer.rows();
    ToolOutcome.Completed text = ToolOutcome.Completed.of(answer.text(), answer.structured());
    answer.more().forEach(text.content()::add);
    return text;
  }

  private static ToolOutcome late() {
    return ToolOutcome.Completed.error(
        "The call did not end in the time the client waits, and was stopped. Ask for less: a"
            + " narrower time range, fewer rows, more aggregation; explain_sql shows what a"
            + " statement reads.");
  }
}
