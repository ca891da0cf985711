package ai.altertable.mcp.console.organization;

import ai.altertable.mcp.bus.Addresses;
import ai.altertable.mcp.bus.Caller;
import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.bus.ToolCall;
import ai.altertable.mcp.bus.ToolNodes;
import ai.altertable.mcp.bus.ToolOutcome;
import ai.altertable.mcp.console.PageProblem;
import ai.altertable.mcp.identity.ReachableEnvironment;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;

/**
 * The tools that read an environment, for the person in front of the console: the same executors,
 * limits, isolation and audit log as for agents, with the person's own reach, and never more than
 * reading.
 */
final class EnvironmentTools {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** An executor answers by the deadline itself; this much later it must be dead. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final EventBus bus;
  private final ToolNodes nodes;

  EnvironmentTools(EventBus bus, ToolNodes nodes) {
    this.bus = bus;
    this.nodes = nodes;
  }

  /** A tool refused, in words that its caller may read. */
  static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refusal(String why) {
      super(why, null, false, false);
    }
  }

  /**
   * Calls a tool; a reader who leaves stops it.
   *
   * @param environment that the person was found to reach
   * @return its structured answer; fails with {@link Refusal} when the tool refuses
   */
  Future<JsonObject> read(
      Visit visit, ReachableEnvironment environment, String tool, JsonObject arguments) {
    var user = visit.visitor().user();
    Caller caller =
        Caller.atConsole(user.id(), user.email(), environment.tenant(), Set.of(Scope.READ));
    String callId = UUID.randomUUID().toString();
    ToolCall call =
        new ToolCall(callId, caller, tool, arguments, false, Instant.now().plus(PATIENCE));
    Future<Message<ToolOutcome>> reply =
        nodes.request(
            Addresses.TOOL_CALL,
            call,
            new DeliveryOptions().setSendTimeout(PATIENCE.plus(GRACE).toMillis()),
            true);
    visit
        .context()
        .response()
        .closeHandler(
            gone -> {
              if (!reply.isComplete()) {
                bus.publish(Addresses.toolCancel(callId), null);
              }
            });
    return reply
        .map(Message::body)
        .recover(EnvironmentTools::unanswered)
        .compose(outcome -> outcome.fold(new Answer()));
  }

  private static Future<ToolOutcome> unanswered(Throwable fault) {
    return fault instanceof ReplyException reply && reply.failureType() == ReplyFailure.NO_HANDLERS
        ? Future.failedFuture(
            new PageProblem(
                503, "Not available just now", "The data cannot be read. Try again in a minute."))
        : Future.failedFuture(fault);
  }

  private static final class Answer implements ToolOutcome.Cases<Future<JsonObject>> {
    @Override
    public Future<JsonObject> completed(ToolOutcome.Completed outcome) {
      return outcome.isError()
          ? Future.failedFuture(new Refusal(outcome.content().getJsonObject(0).getString("text")))
          : Future.succeededFuture(outcome.structured());
    }

    @Override
    public Future<JsonObject> unknownTool(ToolOutcome.UnknownTool outcome) {
      return unexpected(outcome);
    }

    @Override
    public Future<JsonObject> scopeMissing(ToolOutcome.ScopeMissing outcome) {
      return unexpected(outcome);
    }

    @Override
    public Future<JsonObject> overloaded(ToolOutcome.Overloaded outcome) {
      return Future.failedFuture(new RejectedExecutionException("too many calls are running"));
    }

    @Override
    public Future<JsonObject> cancelled(ToolOutcome.Cancelled outcome) {
      return Future.failedFuture(new Refusal("The reader left."));
    }

    @Override
    public Future<JsonObject> inputRequired(ToolOutcome.InputRequired outcome) {
      return unexpected(outcome);
    }

    @Override
    public Future<JsonObject> deferred(ToolOutcome.Deferred outcome) {
      return unexpected(outcome);
    }

    @Override
    public Future<JsonObject> failed(ToolOutcome.Failed outcome) {
      return Future.failedFuture(
          new IllegalStateException("a tool failed, correlation=" + outcome.correlationId()));
    }

    private static Future<JsonObject> unexpected(ToolOutcome outcome) {
      return Future.failedFuture(
          new IllegalStateException("a reading tool answered " + outcome.getClass()));
    }
  }
}
