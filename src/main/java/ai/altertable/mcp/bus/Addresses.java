package ai.altertable.mcp.bus;

/** The event-bus addresses. */
public final class Addresses {
  /** Request {@link ToolCall}, reply {@link ToolOutcome}: one of the tool executors takes it. */
  public static final String TOOL_CALL = "tool.call";

  /** Request {@link ToolCatalogRequest}, reply {@link ToolCatalog}. */
  public static final String TOOL_LIST = "tool.list";

  /**
   * Published {@link GrantRevoked}: every MCP endpoint forgets the grant's tokens and ends its
   * streams.
   */
  public static final String GRANT_REVOKED = "grant.revoked";

  /**
   * Published {@link GrantChanged}, to this node only: every MCP endpoint asks again what the
   * grant's tokens are worth.
   */
  public static final String GRANT_CHANGED = "grant.changed";

  /**
   * Published {@link RevocationsMissed}, to this node only: every MCP endpoint forgets all tokens
   * it has verified.
   */
  public static final String REVOCATIONS_MISSED = "revocations.missed";

  /**
   * Request {@link TaskCall}, reply {@link ToolOutcome}: a keeper of tasks runs the call and
   * answers with its outcome or with {@link ToolOutcome.Deferred}.
   */
  public static final String TASK_CALL = "task.call";

  /** Request {@link TaskRequest}, reply {@link TaskReply}. */
  public static final String TASK = "task";

  /** Published {@link TaskChanged}, to this node only; every node hears it from the database. */
  public static final String TASK_CHANGED = "task.changed";

  /** Request {@link ContentRequest}, reply {@link ContentOutcome}: resources and prompts. */
  public static final String CONTENT = "content";

  /** Published {@link ContentChanged}: every MCP endpoint tells the clients that listen. */
  public static final String CONTENT_CHANGED = "content.changed";

  /** Published {@link ContentMissed}, to this node only. */
  public static final String CONTENT_MISSED = "content.missed";

  /**
   * Before {@link #TOOL_LIST}, {@link #TOOL_CALL} and {@link #CONTENT}: the conformance suite's
   * fixtures, served only under {@code conformance.enabled}.
   */
  public static final String CONFORMANCE = "conformance.";

  /** Published {@link NodeNews}: a node with tools takes requests, or no more. */
  public static final String TOOL_NODES = "tool.nodes";

  /** Any message here asks nodes with tools to say that they are there. */
  public static final String TOOL_NODES_ASKED = "tool.nodes.asked";

  private Addresses() {}

  /** Where one node takes requests for its executors. */
  public static String toolNode(String nodeId) {
    return "tool.node." + nodeId;
  }

  /**
   * Where a call's {@link ToolEvent}s go while it runs; only listened to when the caller wants
   * them.
   */
  public static String toolEvent(String callId) {
    return "tool.event." + callId;
  }

  /** Any message here asks the running call to stop. */
  public static String toolCancel(String callId) {
    return "tool.cancel." + callId;
  }
}
