package ai.altertable.mcp.tools;

import ai.altertable.mcp.lakehouse.QueryFault;
import ai.altertable.mcp.tools.result.Fence;

/** Words for a {@link QueryFault}: what, where, and what to do next. */
public final class QueryFaultText {
  private static final int MAX_MESSAGE = 1100;

  private QueryFaultText() {}

  /** For example {@code Line 1, column 8: column "nme" does not exist (42703). Hint: …}. */
  public static String of(QueryFault fault) {
    QueryFault.Detail detail = fault.detail();
    StringBuilder text = new StringBuilder();
    if (detail.line() != null) {
      text.append("Line ").append(detail.line());
      if (detail.column() != null) {
        text.append(", column ").append(detail.column());
      }
      text.append(": ");
    }
    // an engine quotes the values that it could not read, whatever they say
    String message = Fence.line(fault.getMessage(), MAX_MESSAGE);
    text.append(message.endsWith(".") ? message.substring(0, message.length() - 1) : message);
    if (detail.code() != null) {
      text.append(" (").append(detail.code()).append(')');
    }
    return text.append(next(fault)).toString();
  }

  private static String next(QueryFault fault) {
    if (fault.detail().hint() != null) {
      return ". Hint: " + fault.detail().hint();
    }
    return switch (fault.kind()) {
      case INVALID -> ". Correct the statement; get_connection shows tables and columns.";
      case FORBIDDEN -> ". Queries can only read this environment's own data.";
      case TIMEOUT -> ". Narrow the time range or aggregate more; explain_sql shows what it reads.";
      case TOO_LARGE -> ". Select fewer or shorter columns.";
      case UNAVAILABLE -> ". The same call may work in a few seconds.";
      case NOT_FOUND, CANCELLED -> "";
    };
  }
}
