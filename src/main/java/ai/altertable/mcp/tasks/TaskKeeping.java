package ai.altertable.mcp.tasks;

import ai.altertable.mcp.bus.TaskStatus;
import ai.altertable.mcp.bus.ToolOutcome;
import ai.altertable.mcp.platform.ConcurrencyLimiter.Permit;
import ai.altertable.mcp.platform.Secrets;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps tasks going: shows that its own are alive, and takes up those that nobody runs. */
final class TaskKeeping {
  private static final Logger LOG = LoggerFactory.getLogger(TaskKeeping.class);
  private static final int MOST_AT_A_TIME = 16;

  /** A task that kills its node does not get to kill them all. */
  private static final int MAX_DEATHS = 2;

  private static final String LOST =
      "The server that ran it stopped, and it cannot be run again safely. Check what it did, then"
          + " call the tool again if needed.";
  private static final String ENDED = "The access it was made with has ended.";

  private final TaskRuns runs;
  private final TaskLeases leases;
  private final TaskOrphans orphans;
  private boolean adopting;
  private boolean again;
  private boolean closed;

  TaskKeeping(TaskRuns runs, TaskLeases leases, TaskOrphans orphans) {
    this.runs = runs;
    this.leases = leases;
    this.orphans = orphans;
  }

  void close() {
    closed = true;
  }

  /** To be called several times within the length of a lease. */
  void beat() {
    Set<String> keys = runs.keys();
    if (!keys.isEmpty()) {
      leases
          .extend(keys)
          .onSuccess(
              mine -> runs.drop(lease -> keys.contains(lease.key()) && !mine.contains(lease.key())))
          .onFailure(fault -> LOG.warn("leases of tasks were not extended", fault));
    }
    adopt();
  }

  void sweep() {
    orphans.sweep().onFailure(fault -> LOG.warn("sweep of tasks failed, will run again", fault));
  }

  /** Takes up what nobody runs, as long as this node has places. */
  void adopt() {
    if (adopting) {
      again = true;
      return;
    }
    Deque<Permit> places = places();
    if (closed || places.isEmpty()) {
      places.forEach(Permit::release);
      return;
    }
    adopting = true;
    int most = places.size();
    orphans
        .adopt(most)
        .onSuccess(adopted -> adopted.forEach(task -> take(task, places.pop())))
        .onFailure(fault -> LOG.warn("no task could be taken up", fault))
        .onComplete(
            done -> {
              places.forEach(Permit::release);
              adopting = false;
              boolean more = again || (done.succeeded() && done.result().size() == most);
              again = false;
              if (more) {
                adopt();
              }
            });
  }

  private Deque<Permit> places() {
    Deque<Permit> places = new ArrayDeque<>();
    Optional<Permit> place = runs.place();
    while (place.isPresent()) {
      places.push(place.get());
      place = places.size() < MOST_AT_A_TIME ? runs.place() : Optional.empty();
    }
    return places;
  }

  private void take(TaskOrphans.Adopted task, Permit place) {
    Lease lease = task.lease();
    Future<Boolean> ended;
    if (task.deaths() > MAX_DEATHS) {
      ended = lost(lease);
    } else if (!task.allowed()) {
      ended = leases.finish(lease, TaskStatus.CANCELLED, ENDED, null).map(true);
    } else {
      ended =
          leases
              .load(lease)
              .compose(
                  work -> {
                    if (task.deaths() > 0 && !work.call().repeatable()) {
                      return lost(lease);
                    }
                    runs.resume(lease, work, place);
                    return Future.succeededFuture(false);
                  });
    }
    // What runs gives its place back itself.
    ended
        .onSuccess(
            over -> {
              if (over) {
                place.release();
              }
            })
        .onFailure(
            fault -> {
              LOG.warn("a task could not be taken up, will be tried again", fault);
              place.release();
            });
  }

  private Future<Boolean> lost(Lease lease) {
    String correlationId = Secrets.randomToken();
    LOG.warn(
        "a task was lost with its node grant={} correlation_id={}", lease.grantId(), correlationId);
    return leases
        .finish(lease, TaskStatus.FAILED, LOST, new ToolOutcome.Failed(correlationId))
        .map(true);
  }
}
