package ai.altertable.mcp.tasks;

import ai.altertable.mcp.bus.Addresses;
import ai.altertable.mcp.bus.TaskChanged;
import ai.altertable.mcp.platform.DatabaseListener;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;

/**
 * Hears from the database which tasks changed, on whatever node, and passes it on to this node's
 * verticles. What is missed while the connection is down is noticed later: runners look after their
 * tasks all the time, and clients may ask.
 */
public final class TaskNotices {
  private static final String CHANNEL = "task_changed";
  // Every node listens for itself: publishing to the others would say it once for each node.
  private static final DeliveryOptions HERE = new DeliveryOptions().setLocalOnly(true);

  private TaskNotices() {}

  /**
   * Passes on what that listener hears.
   *
   * @param listener not started yet
   */
  public static void listen(EventBus bus, DatabaseListener listener) {
    listener.on(
        CHANNEL, () -> {}, key -> bus.publish(Addresses.TASK_CHANGED, new TaskChanged(key), HERE));
  }
}
