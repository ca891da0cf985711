package ai.altertable.mcp.bus;

/** The node that took a request died before it answered: it may have done it, or not. */
public final class NodeLost extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NodeLost(String nodeId) {
    super("node " + nodeId + " died before it answered", null, false, false);
  }
}
