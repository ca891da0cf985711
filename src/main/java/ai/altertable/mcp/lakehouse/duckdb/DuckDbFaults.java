package ai.altertable.mcp.lakehouse.duckdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.altertable.mcp.lakehouse.QueryFault;
import ai.altertable.mcp.lakehouse.QueryFault.Detail;
import ai.altertable.mcp.lakehouse.QueryFault.Kind;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;

/** What DuckDB says of a statement, for its author. */
final class DuckDbFaults {
  private static final int MAX_MESSAGE = 1000;

  private DuckDbFaults() {}

  /**
   * Translates. Messages come as JSON ({@code errors_as_json}), perhaps with a word before it.
   *
   * @param sql the author's text
   * @param prefix characters that were put before it
   */
  static QueryFault of(SQLException failure, String sql, int prefix) {
    String text = String.valueOf(failure.getMessage());
    int brace = text.indexOf("{\"exception_type\"");
    if (brace < 0) {
      return plain(text);
    }
    try {
      JsonObject error = new JsonObject(text.substring(brace));
      String type = error.getString("exception_type", "");
      String position = error.getString("position");
      if (position != null && prefix > 0) {
        int at = Integer.parseInt(position) - prefix;
        position = at < 0 ? null : Integer.toString(at);
      }
      return at(kind(type), error.getString("exception_message", ""), type, sql, position);
    } catch (DecodeException | NumberFormatException e) {
      return plain(text);
    }
  }

  private static QueryFault plain(String text) {
    int colon = text.indexOf(" Error: ");
    String type = colon < 0 ? "" : text.substring(0, colon);
    return at(kind(type), colon < 0 ? text : text.substring(colon + 8), type, "", null);
  }

  /**
   * A fault at a place.
   *
   * @param position bytes of UTF-8 before it, or null
   */
  static QueryFault at(Kind kind, String message, String type, String sql, String position) {
    Integer line = null;
    Integer column = null;
    if (position != null) {
      byte[] bytes = sql.getBytes(UTF_8);
      int at = Math.max(0, Math.min(Integer.parseInt(position), bytes.length));
      String before = new String(Arrays.copyOf(bytes, at), UTF_8);
      int start = before.lastIndexOf('\n') + 1;
      line = 1 + (int) before.chars().filter(c -> c == '\n').count();
      column = 1 + before.codePointCount(start, before.length());
    }
    return new QueryFault(
        kind, shorten(message), new Detail(code(type), line, column, hint(kind, message)));
  }

  private static String code(String type) {
    return type.isEmpty() ? null : type.toUpperCase(Locale.ROOT).replace(' ', '_');
  }

  private static Kind kind(String type) {
    return switch (type) {
      case "Permission", "TransactionContext" -> Kind.FORBIDDEN;
      case "Out of Memory" -> Kind.TOO_LARGE;
      case "INTERRUPT", "Interrupt" -> Kind.TIMEOUT;
      case "IO", "Connection", "FATAL", "INTERNAL", "Internal" -> Kind.UNAVAILABLE;
      default -> Kind.INVALID;
    };
  }

  private static String hint(Kind kind, String message) {
    if (message.contains("data-modifying")) {
      return StatementGate.READS_ONLY;
    }
    return switch (kind) {
      case FORBIDDEN -> "Queries may read the connection's tables, and nothing else.";
      case TOO_LARGE -> "The statement needs too much memory: filter or aggregate earlier.";
      case UNAVAILABLE -> "The files may be changing; try the same call again in a few seconds.";
      default -> null;
    };
  }

  // the first paragraph: what follows is advice for who can change settings
  private static String shorten(String message) {
    int end = message.indexOf("\nDatabase is launched");
    String text = end < 0 ? message : message.substring(0, end);
    return text.length() <= MAX_MESSAGE ? text : text.substring(0, MAX_MESSAGE) + "…";
  }
}
