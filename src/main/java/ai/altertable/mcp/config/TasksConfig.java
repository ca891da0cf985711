package ai.altertable.mcp.config;

import java.time.Duration;

/**
 * Calls that go on as tasks, keys {@code tasks.*}.
 *
 * @param after how long a call runs before it becomes one
 * @param lifetime how long a task and its result are kept, from its making
 * @param limits how many there may be
 */
public record TasksConfig(Duration after, Duration lifetime, Limits limits) {

  /**
   * How many tasks there may be. Beyond it, calls are answered as if the client knew no tasks.
   *
   * @param grant kept for one grant, running or not
   * @param organization kept for one organization
   * @param node running on this node
   */
  public record Limits(int grant, int organization, int node) {}
}
