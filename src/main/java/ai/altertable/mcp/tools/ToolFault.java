package ai.altertable.mcp.tools;

/**
 * A call failed for a reason the model can act on. The message says what to change and is safe to
 * show.
 */
public final class ToolFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ToolFault(String message) {
    super(message, null, false, false);
  }
}
