package ai.altertable.mcp.tools;

import ai.altertable.mcp.bus.ToolDescriptor;
import io.vertx.core.Future;

/** One tool. Stateless and shared by all calls of its verticle. */
public interface Tool {
  /** What it is; the same object each time. */
  ToolDescriptor descriptor();

  /**
   * Runs the tool. Arguments were validated against the input schema, and the scope was checked.
   *
   * @return fails with {@link ToolFault} for what the model can mend, and with {@link ToolQuestion}
   *     when the client must answer first; anything else is a fault of ours
   */
  Future<ToolAnswer> call(ToolContext context, ToolArguments arguments);
}
