package ai.altertable.mcp;

import ai.altertable.mcp.platform.Platform;
import ai.altertable.mcp.tasks.NodeTasks;
import ai.altertable.mcp.tasks.TasksVerticle;

/** Plugs the keepers of tasks in. */
final class TasksRoom {
  private TasksRoom() {}

  /** To be started after the executors, which run the calls of tasks: it stops before them. */
  static Part part(Platform platform, int instances) {
    NodeTasks node =
        new NodeTasks(
            platform.vertx(),
            platform.database(),
            platform.secrets(),
            platform.config().mcp().tasks(),
            platform.config().lakehouse().limits().callTimeout(),
            NodeTasks.Pace.USUAL);
    return Part.verticle("tasks", platform.vertx(), instances, () -> new TasksVerticle(node));
  }
}
