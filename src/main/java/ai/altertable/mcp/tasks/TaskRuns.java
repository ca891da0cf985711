package ai.altertable.mcp.tasks;

import ai.altertable.mcp.bus.Interaction;
import ai.altertable.mcp.bus.TaskStatus;
import ai.altertable.mcp.bus.ToolCall;
import ai.altertable.mcp.bus.ToolOutcome;
import ai.altertable.mcp.platform.ConcurrencyLimiter;
import ai.altertable.mcp.platform.Secrets;
import ai.altertable.mcp.protocol.Questions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tasks that one event loop runs, from taking them up to saying how they ended. */
final class TaskRuns {
  private static final Logger LOG = LoggerFactory.getLogger(TaskRuns.class);
  private static final String NODE = "node";
  private static final int MAX_ROUNDS = 10;
  private static final Duration BUSY_PAUSE = Duration.ofSeconds(2);

  /** The pauses double; together they are longer than a database needs to come back. */
  private static final int SAVE_TRIES = 6;

  private static final String TOO_MANY_ROUNDS = "The tool asked too often, and was stopped.";

  private final Vertx vertx;
  private final CallRunner calls;
  private final TaskLeases leases;
  private final ConcurrencyLimiter<String> limiter;
  private final Duration callTimeout;
  private final Map<String, Run> running = new HashMap<>();

  /**
   * @param limiter the node's
   * @param callTimeout how long a call may run
   */
  TaskRuns(
      Vertx vertx,
      CallRunner calls,
      TaskLeases leases,
      ConcurrencyLimiter<String> limiter,
      Duration callTimeout) {
    this.vertx = vertx;
    this.calls = calls;
    this.leases = leases;
    this.limiter = limiter;
    this.callTimeout = callTimeout;
  }

  /** A place for one more task on this node; empty when there is none left. */
  Optional<ConcurrencyLimiter.Permit> place() {
    return limiter.acquire(NODE);
  }

  /** Looks after a call that runs already. */
  void begin(
      Lease lease,
      Work work,
      String callId,
      Future<ToolOutcome> outcome,
      ConcurrencyLimiter.Permit place) {
    Run run = new Run(lease, work, callId, Promise.promise());
    running.put(lease.key(), run);
    outcome
        .compose(ended -> run.dropped ? Future.succeededFuture() : settle(run, ended))
        .onFailure(
            fault ->
                LOG.error("the end of a task is lost tool={}", work.call().call().tool(), fault))
        .onComplete(
            settled -> {
              running.remove(lease.key(), run);
              place.release();
              run.over.complete();
            });
  }

  /** Runs what a task has to do, anew or further. */
  void resume(Lease lease, Work work, ConcurrencyLimiter.Permit place) {
    ToolCall first = work.call().call();
    Interaction interaction = work.interaction();
    ToolCall call =
        new ToolCall(
            Secrets.randomToken(),
            first.caller(),
            first.tool(),
            first.arguments(),
            false,
            Instant.now().plus(callTimeout),
            interaction,
            first.trace());
    begin(lease, work, call.callId(), calls.run(work.call().address(), call), place);
  }

  Set<String> keys() {
    return Set.copyOf(running.keySet());
  }

  /** Checks whether a task that changed is still to be run. */
  void changed(String key) {
    Run run = running.get(key);
    if (run != null) {
      leases
          .stillMine(run.lease)
          .onSuccess(
              mine -> {
                if (!mine) {
                  run.drop();
                }
              });
    }
  }

  /** Stops those that are not to be run any more; what they bring counts no more. */
  void drop(Predicate<Lease> which) {
    List.copyOf(running.values()).stream().filter(run -> which.test(run.lease)).forEach(Run::drop);
  }

  /** Leaves what may run elsewhere to other nodes, and completes when the rest has ended. */
  Future<Void> leave() {
    List<Future<Void>> ends =
        List.copyOf(running.values()).stream()
            .map(
                run ->
                    run.work.call().repeatable() && !run.dropped && !run.ended
                        ? leases.giveUp(run.lease, Duration.ZERO).onComplete(given -> run.drop())
                        : run.over.future())
            .toList();
    return Future.join(ends).mapEmpty();
  }

  private Future<Void> settle(Run run, ToolOutcome outcome) {
    run.ended = true;
    boolean resumed = run.lease.runs() > 1;
    if (resumed && outcome instanceof ToolOutcome.Overloaded) {
      return save(() -> leases.giveUp(run.lease, BUSY_PAUSE), SAVE_TRIES);
    }
    if (outcome instanceof ToolOutcome.InputRequired asked) {
      return ask(run, asked);
    }
    if (outcome instanceof ToolOutcome.Cancelled) {
      return finish(run, TaskStatus.CANCELLED, null);
    }
    return finish(
        run,
        outcome instanceof ToolOutcome.Completed ? TaskStatus.COMPLETED : TaskStatus.FAILED,
        outcome);
  }

  private Future<Void> ask(Run run, ToolOutcome.InputRequired asked) {
    Round round = Round.after(run.work.round(), asked);
    if (round.number() > MAX_ROUNDS) {
      return finish(run, TaskStatus.COMPLETED, ToolOutcome.Completed.error(TOO_MANY_ROUNDS));
    }
    Interaction first = run.work.call().call().interaction();
    return Questions.missing(asked.requests(), first.askable()).isEmpty()
        ? save(() -> leases.ask(run.lease, round), SAVE_TRIES)
        : finish(run, TaskStatus.COMPLETED, Questions.CANNOT_BE_ASKED);
  }

  private Future<Void> finish(Run run, TaskStatus status, ToolOutcome outcome) {
    return save(() -> leases.finish(run.lease, status, null, outcome), SAVE_TRIES);
  }

  /** The work is done: a database that is away for a moment must not cost it. */
  private <T> Future<Void> save(Supplier<Future<T>> write, int tries) {
    return write
        .get()
        .<Void>mapEmpty()
        .recover(
            fault ->
                tries == 1
                    ? Future.failedFuture(fault)
                    : vertx
                        .timer(1L << (SAVE_TRIES - tries), TimeUnit.SECONDS)
                        .compose(later -> save(write, tries - 1)));
  }

  private final class Run {
    private final Lease lease;
    private final Work work;
    private final String callId;
    private final Promise<Void> over;
    private boolean dropped;
    private boolean ended;

    private Run(Lease lease, Work work, String callId, Promise<Void> over) {
      this.lease = lease;
      this.work = work;
      this.callId = callId;
      this.over = over;
    }

    private void drop() {
      if (!dropped) {
        dropped = true;
        calls.cancel(callId);
      }
    }
  }
}
