package ai.altertable.mcp.oauth.resource;

/** A good token that does not reach that far; the message is fit for {@code error_description}. */
public final class InsufficientScope extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InsufficientScope(String description) {
    super(description, null, false, false);
  }
}
