package ai.altertable.mcp.tasks;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.bus.Addresses;
import ai.altertable.mcp.bus.GrantRevoked;
import ai.altertable.mcp.bus.TaskCall;
import ai.altertable.mcp.bus.TaskChanged;
import ai.altertable.mcp.bus.TaskRequest;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps tasks: takes calls that may become ones, answers what their clients ask, and keeps those of
 * dead nodes going. Several instances share the work, on this node and on others.
 */
public final class TasksVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(TasksVerticle.class);
  private static final Duration SWEEP = Duration.ofMinutes(1);

  private final NodeTasks node;
  private final UUID runner = UUID.randomUUID();
  private TaskRuns runs;
  private TaskCalls taskCalls;
  private TaskKeeping keeping;
  private TaskStore store;
  private List<MessageConsumer<?>> consumers = List.of();

  /**
   * @param node shared by all instances of the node
   */
  public TasksVerticle(NodeTasks node) {
    this.node = requireNonNull(node, "node is null");
  }

  @Override
  public Future<?> start() {
    EventBus bus = vertx.eventBus();
    CallRunner calls = new CallRunner(bus);
    TaskLeases leases = new TaskLeases(node.database(), node.vault(), runner, node.lease());
    store = new TaskStore(node.database(), node.vault());
    runs = new TaskRuns(vertx, calls, leases, node.limiter(), node.callTimeout());
    taskCalls = new TaskCalls(vertx, calls, leases, runs, node.config());
    keeping = new TaskKeeping(runs, leases, new TaskOrphans(node.database(), runner, node.lease()));
    TaskRequests requests = new TaskRequests(store, keeping::adopt);
    vertx.setPeriodic(node.beat().toMillis(), beat -> keeping.beat());
    vertx.setPeriodic(SWEEP.toMillis(), due -> keeping.sweep());
    consumers =
        List.of(
            bus.<TaskCall>consumer(Addresses.TASK_CALL, taskCalls::take),
            bus.<TaskRequest>consumer(Addresses.TASK, requests::take),
            bus.<TaskChanged>localConsumer(
                Addresses.TASK_CHANGED, message -> runs.changed(message.body().key())),
            bus.<GrantRevoked>consumer(
                Addresses.GRANT_REVOKED, message -> endGrant(message.body().grantId())));
    return Future.all(consumers.stream().map(MessageConsumer::completion).toList());
  }

  /** Takes nothing new; what may run elsewhere is left to other nodes, the rest is awaited. */
  @Override
  public Future<?> stop() {
    taskCalls.close();
    keeping.close();
    return Future.join(consumers.stream().map(MessageConsumer::unregister).toList())
        .transform(unregistered -> runs.leave());
  }

  private void endGrant(UUID grantId) {
    runs.drop(lease -> lease.grantId().equals(grantId));
    store
        .endGrant(grantId)
        .onFailure(fault -> LOG.warn("tasks of an ended grant stay until they expire", fault));
  }
}
