package ai.altertable.mcp.tools.result;

import ai.altertable.mcp.lakehouse.Column;
import ai.altertable.mcp.platform.JsonText;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * Rows as lines of cells between bars: a third of the tokens of JSON. NULL is an empty cell, the
 * empty string is {@code ""}; bars, backslashes, line ends and what is hidden inside a cell are
 * escaped by a backslash, so a cell never ends its row, and shows all that is in it.
 */
public final class RowText {
  private RowText() {}

  public static String header(List<Column> columns) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < columns.size(); i++) {
      line.append(i > 0 ? "|" : "").append(escaped(columns.get(i).name()));
    }
    return line.toString();
  }

  public static String row(JsonArray row) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      if (i > 0) {
        line.append('|');
      }
      line.append(cell(row.getValue(i)));
    }
    return line.toString();
  }

  private static String cell(Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof JsonObject || value instanceof JsonArray) {
      return escaped(JsonText.string(value));
    }
    String text = value.toString();
    return text.isEmpty() ? "\"\"" : escaped(text);
  }

  private static String escaped(String text) {
    int plain = 0;
    while (plain < text.length()) {
      int c = text.codePointAt(plain);
      if (special(c)) {
        break;
      }
      plain += Character.charCount(c);
    }
    // Nearly every cell: no stream and no copy, which cost a tenth of a 20-row query.
    if (plain == text.length()) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length() + 8).append(text, 0, plain);
    text.substring(plain).codePoints().forEach(c -> append(out, c));
    return out.toString();
  }

  private static boolean special(int c) {
    return c == '|' || c == '\\' || Fence.hidden(c);
  }

  private static void append(StringBuilder out, int c) {
    switch (c) {
      case '|' -> out.append("\\|");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (special(c)) {
          for (char unit : Character.toChars(c)) {
            out.append(String.format("\\u%04x", (int) unit));
          }
        } else {
          out.appendCodePoint(c);
        }
      }
    }
  }
}
