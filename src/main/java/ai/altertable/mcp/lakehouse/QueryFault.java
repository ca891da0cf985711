package ai.altertable.mcp.lakehouse;

import static java.util.Objects.requireNonNull;

/**
 * A statement failed for a reason that its author can act on. The text is safe to show to a model.
 */
public final class QueryFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What kind of reason. */
  public enum Kind {
    /** The statement is wrong, or not one read-only statement. */
    INVALID,
    /** It is not allowed. */
    FORBIDDEN,
    /** It ran longer than it may. */
    TIMEOUT,
    /** A row or the result is larger than it may be. */
    TOO_LARGE,
    /** There is no such catalog, result handle or the like. */
    NOT_FOUND,
    /** The engine cannot be reached or is overloaded; the same call may work later. */
    UNAVAILABLE,
    /** The caller asked to stop. */
    CANCELLED
  }

  private final Kind kind;
  private final transient Detail detail;

  /**
   * Where and why.
   *
   * @param code the engine's error code (SQLSTATE), or null
   * @param line 1-based line in the caller's text, or null
   * @param column 1-based column in that line, or null
   * @param hint what to change, or null
   */
  public record Detail(String code, Integer line, Integer column, String hint) {
    public static final Detail NONE = new Detail(null, null, null, null);

    public static Detail hint(String hint) {
      return new Detail(null, null, null, hint);
    }
  }

  public QueryFault(Kind kind, String message, Detail detail) {
    super(requireNonNull(message, "message is null"), null, false, false);
    this.kind = requireNonNull(kind, "kind is null");
    this.detail = requireNonNull(detail, "detail is null");
  }

  public Kind kind() {
    return kind;
  }

  public Detail detail() {
    return detail;
  }
}
