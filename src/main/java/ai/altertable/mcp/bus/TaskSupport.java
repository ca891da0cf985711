package ai.altertable.mcp.bus;

/**
 * Whether a tool's call may go on as a task (MCP extension {@code io.modelcontextprotocol/tasks}).
 */
public enum TaskSupport {
  /** Quick, or not worth a task. */
  NEVER,

  /** A task when it runs longer than {@code tasks.after_seconds}. */
  WHEN_SLOW,

  /** A task unless it answers at once. */
  SOON,

  /** Like {@link #SOON}, and refused to clients that do not know tasks. */
  REQUIRED
}
