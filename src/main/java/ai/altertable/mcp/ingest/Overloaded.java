package ai.altertable.mcp.ingest;

/** Nothing was taken, and the same may be sent again a little later. */
final class Overloaded extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Overloaded(String message, Throwable cause) {
    super(message, cause, false, false);
  }

  Overloaded(String message) {
    this(message, null);
  }
}
