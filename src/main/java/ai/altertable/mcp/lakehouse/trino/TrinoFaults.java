package ai.altertable.mcp.lakehouse.trino;

import ai.altertable.mcp.lakehouse.QueryFault;
import ai.altertable.mcp.lakehouse.QueryFault.Detail;
import ai.altertable.mcp.lakehouse.QueryFault.Kind;
import io.vertx.core.json.JsonObject;

/** What Trino says of a statement, for its author. */
final class TrinoFaults {
  private static final int MAX_MESSAGE = 1000;

  private TrinoFaults() {}

  /**
   * Translates the field {@code error} of an answer.
   *
   * @param linesBefore that were put before the author's text
   */
  static QueryFault of(JsonObject error, int linesBefore) {
    String name = error.getString("errorName", "");
    String message =
        error.getString("message", "The statement failed.").replaceFirst("^line \\d+:\\d+: ", "");
    JsonObject place = error.getJsonObject("errorLocation");
    Integer line = null;
    Integer column = null;
    if (place != null && place.getInteger("lineNumber", 0) > linesBefore) {
      line = place.getInteger("lineNumber") - linesBefore;
      column = place.getInteger("columnNumber");
    }
    Kind kind = kind(name, error.getString("errorType", ""));
    return new QueryFault(
        kind,
        message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE) + "…",
        new Detail(name.isEmpty() ? null : name, line, column, hint(kind)));
  }

  private static Kind kind(String name, String type) {
    if (name.equals("PERMISSION_DENIED")) {
      return Kind.FORBIDDEN;
    }
    if (name.equals("EXCEEDED_TIME_LIMIT")) {
      return Kind.TIMEOUT;
    }
    if (name.equals("USER_CANCELED") || name.equals("ABANDONED_QUERY")) {
      return Kind.CANCELLED;
    }
    if (name.startsWith("EXCEEDED_") || name.equals("QUERY_TEXT_TOO_LARGE")) {
      return Kind.TOO_LARGE;
    }
    return type.equals("USER_ERROR") ? Kind.INVALID : Kind.UNAVAILABLE;
  }

  private static String hint(Kind kind) {
    return switch (kind) {
      case TIMEOUT -> "Filter or aggregate earlier, or ask for a shorter period.";
      case TOO_LARGE ->
          "The statement needs more than the cluster gives: filter or aggregate earlier.";
      case UNAVAILABLE -> "The cluster failed; try the same call again in a few seconds.";
      default -> null;
    };
  }
}
