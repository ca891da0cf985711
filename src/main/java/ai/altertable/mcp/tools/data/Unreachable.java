package ai.altertable.mcp.tools.data;

import ai.altertable.mcp.lakehouse.QueryFault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says why an engine cannot be reached, without the details that are none of the caller's. */
final class Unreachable {
  private static final Logger LOG = LoggerFactory.getLogger(Unreachable.class);

  private Unreachable() {}

  static String because(Throwable reason) {
    if (reason instanceof QueryFault fault) {
      return fault.getMessage();
    }
    LOG.warn("engine cannot be reached", reason);
    return "the engine does not answer";
  }
}
