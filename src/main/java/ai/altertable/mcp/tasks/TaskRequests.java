package ai.altertable.mcp.tasks;

import ai.altertable.mcp.bus.TaskReply;
import ai.altertable.mcp.bus.TaskRequest;
import io.vertx.core.Future;
import io.vertx.core.eventbus.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What clients ask of their tasks. */
final class TaskRequests {
  private static final Logger LOG = LoggerFactory.getLogger(TaskRequests.class);
  private static final int UNAVAILABLE = 503;

  private final TaskStore store;
  private final Runnable goOn;

  /**
   * @param goOn has tasks that nobody runs taken up
   */
  TaskRequests(TaskStore store, Runnable goOn) {
    this.store = store;
    this.goOn = goOn;
  }

  void take(Message<TaskRequest> message) {
    answer(message.body())
        .onSuccess(message::reply)
        .onFailure(
            fault -> {
              LOG.error("a request about a task failed", fault);
              message.fail(UNAVAILABLE, "tasks are not available");
            });
  }

  private Future<TaskReply> answer(TaskRequest request) {
    String key = TaskKey.of(request.taskId());
    return switch (request.action()) {
      case GET ->
          store
              .find(request.caller(), key)
              .map(
                  found ->
                      found
                          .map(task -> TaskReply.of(task.state(request.taskId())))
                          .orElse(TaskReply.UNKNOWN));
      case CANCEL ->
          store
              .cancel(request.caller(), key)
              .map(known -> known ? TaskReply.DONE : TaskReply.UNKNOWN);
      case ANSWER ->
          store
              .answer(request.caller(), key, request.answers())
              .onSuccess(
                  complete -> {
                    if (complete.orElse(false)) {
                      goOn.run();
                    }
                  })
              .map(complete -> complete.isPresent() ? TaskReply.DONE : TaskReply.UNKNOWN);
    };
  }
}
