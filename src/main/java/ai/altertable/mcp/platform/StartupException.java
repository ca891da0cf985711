package ai.altertable.mcp.platform;

/**
 * The product cannot start. The message is for the operator: what is wrong, where, and what to do
 * about it.
 */
public final class StartupException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StartupException(String message) {
    super(message);
  }

  public StartupException(String message, Throwable cause) {
    super(message, cause);
  }
}
