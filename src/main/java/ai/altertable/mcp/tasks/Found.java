package ai.altertable.mcp.tasks;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.bus.TaskState;
import ai.altertable.mcp.bus.TaskStatus;
import ai.altertable.mcp.bus.ToolOutcome;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;

/**
 * A task as it was found.
 *
 * @param age by the database's clock
 * @param remark for people, or null
 * @param requests what the client is asked; null unless it is
 * @param outcome null unless it completed or failed
 */
record Found(
    TaskStatus status,
    TaskState.Times times,
    Duration age,
    String remark,
    JsonObject requests,
    ToolOutcome outcome) {
  /** Who waits long waits a little longer. */
  private static final int POLL_MILLIS = 1_000;

  private static final int LATER_POLL_MILLIS = 5_000;
  private static final Duration LATER = Duration.ofSeconds(30);

  Found {
    requireNonNull(status, "status is null");
    requireNonNull(times, "times is null");
    requireNonNull(age, "age is null");
  }

  /** A task that was made just now. */
  static Found made(Instant at, Duration lifetime) {
    return new Found(
        TaskStatus.WORKING, new TaskState.Times(at, at, lifetime), Duration.ZERO, null, null, null);
  }

  TaskState state(String taskId) {
    int poll = age.compareTo(LATER) < 0 ? POLL_MILLIS : LATER_POLL_MILLIS;
    return new TaskState(taskId, status, times, poll, remark, requests, outcome);
  }
}
