package ai.altertable.mcp.transport;

import ai.altertable.mcp.bus.Caller;
import ai.altertable.mcp.bus.TaskRequest;
import ai.altertable.mcp.bus.TaskState;
import ai.altertable.mcp.bus.TaskStatus;
import ai.altertable.mcp.bus.ToolNodes;
import ai.altertable.mcp.platform.Secrets;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Tells those who listen how their tasks go (extension tasks, task status notifications). That a
 * task changed, on whatever node, is only the reason to ask for it as {@code tasks/get} would: with
 * the listener's own rights. Used from one event loop.
 */
final class TaskNews {
  static final String METHOD = "notifications/tasks";

  private final ToolNodes nodes;
  private final TaskStates states;
  private final Map<String, Set<Followed>> followed = new HashMap<>();

  TaskNews(ToolNodes nodes, TaskStates states) {
    this.nodes = nodes;
    this.states = states;
  }

  /** Those of the tasks that the caller has. */
  Future<List<TaskState>> find(Caller caller, Collection<String> taskIds) {
    List<Future<TaskState>> asked = taskIds.stream().map(taskId -> state(caller, taskId)).toList();
    return Future.all(asked)
        .map(all -> all.<TaskState>list().stream().filter(Objects::nonNull).toList());
  }

  /**
   * Tells what becomes of these tasks, from now on: of one that is at work when it changes, of any
   * other at once, because its client may not know.
   *
   * @param known as they were found
   * @param channel takes a {@code DetailedTask}
   * @return ends it
   */
  Runnable follow(Exchange exchange, List<TaskState> known, Consumer<JsonObject> channel) {
    List<Followed> mine =
        known.stream().map(state -> new Followed(exchange, state, channel)).toList();
    mine.forEach(
        task -> {
          followed.computeIfAbsent(task.key, key -> new HashSet<>()).add(task);
          // It may have changed after it was found.
          task.refresh();
        });
    return () -> mine.forEach(Followed::end);
  }

  /**
   * A task changed.
   *
   * @param key its name in news, {@link Secrets#hexHash} of its id
   */
  void changed(String key) {
    List.copyOf(followed.getOrDefault(key, Set.of())).forEach(Followed::refresh);
  }

  /** Null when the caller has no such task, or has it no more. */
  private Future<TaskState> state(Caller caller, String taskId) {
    return TaskMethods.request(nodes, TaskRequest.get(caller, taskId)).map(reply -> reply.state());
  }

  private final class Followed {
    private final Exchange exchange;
    private final String taskId;
    private final String key;
    private final Consumer<JsonObject> channel;
    private Instant told;
    private boolean asking;
    private boolean again;
    private boolean over;

    private Followed(Exchange exchange, TaskState known, Consumer<JsonObject> channel) {
      this.exchange = exchange;
      this.taskId = known.taskId();
      this.key = Secrets.hexHash(taskId);
      this.channel = channel;
      this.told = known.status() == TaskStatus.WORKING ? known.times().updatedAt() : null;
    }

    /** Asks how it goes; one question at a time, so that answers come in order. */
    private void refresh() {
      if (over) {
        return;
      }
      if (asking) {
        again = true;
        return;
      }
      asking = true;
      state(exchange.visit().caller(), taskId)
          .compose(this::tell)
          .onComplete(
              done -> {
                asking = false;
                if (again) {
                  again = false;
                  refresh();
                }
              });
    }

    private Future<Void> tell(TaskState state) {
      if (state == null) {
        end();
        return Future.succeededFuture();
      }
      if (state.times().updatedAt().equals(told)) {
        return Future.succeededFuture();
      }
      return states
          .detailed(exchange, state)
          .map(
              task -> {
                if (!over) {
                  told = state.times().updatedAt();
                  channel.accept(task);
                }
                if (state.status().over()) {
                  end();
                }
                return null;
              });
    }

    private void end() {
      over = true;
      followed.computeIfPresent(
          key,
          (same, others) -> {
            others.remove(this);
            return others.isEmpty() ? null : others;
          });
    }
  }
}
