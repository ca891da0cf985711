package ai.altertable.mcp.tasks;

import ai.altertable.mcp.bus.TaskCall;
import ai.altertable.mcp.bus.TaskSupport;
import ai.altertable.mcp.bus.ToolOutcome;
import ai.altertable.mcp.config.TasksConfig;
import ai.altertable.mcp.platform.ConcurrencyLimiter.Permit;
import ai.altertable.mcp.platform.Secrets;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls that may become tasks. One that ends soon is answered with its outcome, and nothing is
 * written; one that does not is written first, then answered with its handle.
 */
final class TaskCalls {
  private static final Logger LOG = LoggerFactory.getLogger(TaskCalls.class);
  private static final int RETRY_SECONDS = 10;

  /** What answers at once does so within this time. */
  private static final Duration SOON = Duration.ofMillis(100);

  private final Vertx vertx;
  private final CallRunner calls;
  private final TaskLeases leases;
  private final TaskRuns runs;
  private final TasksConfig config;
  private boolean closed;

  TaskCalls(Vertx vertx, CallRunner calls, TaskLeases leases, TaskRuns runs, TasksConfig config) {
    this.vertx = vertx;
    this.calls = calls;
    this.leases = leases;
    this.runs = runs;
    this.config = config;
  }

  /** Makes no more tasks: calls that run are answered when they end. */
  void close() {
    closed = true;
  }

  void take(Message<TaskCall> message) {
    TaskCall task = message.body();
    Future<ToolOutcome> outcome = calls.run(task.address(), task.call());
    Duration after = task.support() == TaskSupport.WHEN_SLOW ? config.after() : SOON;
    long timer = vertx.setTimer(after.toMillis(), fired -> promote(message, outcome));
    outcome.onSuccess(
        ended -> {
          // Once it fired, the call's answer is the handle.
          if (vertx.cancelTimer(timer)) {
            message.reply(ended);
          }
        });
  }

  private void promote(Message<TaskCall> message, Future<ToolOutcome> outcome) {
    Optional<Permit> place = closed ? Optional.empty() : runs.place();
    if (place.isEmpty()) {
      stay(message, outcome);
      return;
    }
    TaskCall task = message.body();
    String taskId = Secrets.randomToken();
    leases
        .make(TaskKey.of(taskId), task, config)
        .onFailure(fault -> LOG.warn("no task could be made", fault))
        .otherwise(Optional.empty())
        .onSuccess(
            made -> {
              if (made.isEmpty()) {
                place.get().release();
                stay(message, outcome);
                return;
              }
              runs.begin(
                  made.get().lease(),
                  new Work(task, null),
                  task.call().callId(),
                  outcome,
                  place.get());
              message.reply(new ToolOutcome.Deferred(made.get().task().state(taskId)));
            });
  }

  /** Answers as if the client knew no tasks. */
  private void stay(Message<TaskCall> message, Future<ToolOutcome> outcome) {
    if (message.body().support() == TaskSupport.REQUIRED) {
      calls.cancel(message.body().call().callId());
      message.reply(new ToolOutcome.Overloaded(RETRY_SECONDS));
    } else {
      outcome.onSuccess(message::reply);
    }
  }
}
