package ai.altertable.mcp.transport;

/** The client took its request back: there is nothing to answer. */
final class Withdrawn extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Withdrawn() {
    super("withdrawn", null, false, false);
  }
}
