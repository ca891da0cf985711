package ai.altertable.mcp.oauth.fetch;

/** A document could not be had; the message is fit for its client and names no address. */
public final class FetchFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong, to follow a colon
   */
  public FetchFailed(String message) {
    super(message, null, false, false);
  }
}
