package ai.altertable.mcp.lakehouse.export;

/** An export does not begin. */
public final class ExportRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Why why;

  /** Reasons, of which more is not told. */
  public enum Why {
    /** No such link, or used, or expired, or its grant has ended. */
    GONE,
    /** Too many run; the link is still good. */
    BUSY
  }

  ExportRefused(Why why) {
    super(why.name(), null, false, false);
    this.why = why;
  }

  public Why why() {
    return why;
  }
}
