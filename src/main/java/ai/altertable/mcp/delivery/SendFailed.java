package ai.altertable.mcp.delivery;

/** A message did not arrive, for a reason that the environment's administrators may read. */
final class SendFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean forGood;

  private SendFailed(String reason, boolean forGood) {
    super(reason, null, false, false);
    this.forGood = forGood;
  }

  /** It may arrive later. */
  static SendFailed now(String reason) {
    return new SendFailed(reason, false);
  }

  /** It will never arrive. */
  static SendFailed forGood(String reason) {
    return new SendFailed(reason, true);
  }

  boolean isForGood() {
    return forGood;
  }
}
