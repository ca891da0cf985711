package ai.altertable.mcp.oauth.resource;

/** A token that is worth nothing; the message is fit for {@code error_description}. */
public final class InvalidToken extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidToken(String description) {
    super(description, null, false, false);
  }
}
