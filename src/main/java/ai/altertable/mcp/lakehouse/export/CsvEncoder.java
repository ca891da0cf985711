package ai.altertable.mcp.lakehouse.export;

import ai.altertable.mcp.lakehouse.Column;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import java.util.List;

/**
 * Comma-separated values (RFC 4180) in UTF-8, with a line of names. NULL is an empty field, the
 * empty text is {@code ""}; nested values are JSON.
 *
 * <p>A text that a spreadsheet would run as a formula gets an apostrophe before it (OWASP, "CSV
 * Injection"): whoever wrote into the data must not act on the machine of whoever opens the file.
 * The other formats keep such texts as they are.
 */
final class CsvEncoder implements RowEncoder {
  private static final String FORMULA = "=+-@\t\r";
  private static final String END_OF_LINE = "\r\n";

  private final List<Column> columns;

  CsvEncoder(List<Column> columns) {
    this.columns = List.copyOf(columns);
  }

  @Override
  public Buffer head() {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < columns.size(); i++) {
      separate(out, i);
      text(out, columns.get(i).name());
    }
    return Buffer.buffer(out.append(END_OF_LINE).toString());
  }

  @Override
  public Buffer rows(List<JsonArray> rows) {
    StringBuilder out = new StringBuilder(rows.size() * columns.size() * 8);
    for (JsonArray row : rows) {
      List<?> values = row.getList();
      for (int i = 0; i < values.size(); i++) {
        separate(out, i);
        value(out, values.get(i));
      }
      out.append(END_OF_LINE);
    }
    return Buffer.buffer(out.toString());
  }

  @Override
  public Buffer end() {
    return Buffer.buffer();
  }

  private static void separate(StringBuilder out, int column) {
    if (column > 0) {
      out.append(',');
    }
  }

  private static void value(StringBuilder out, Object value) {
    if (value instanceof String text) {
      text(out, text);
    } else if (value instanceof Number || value instanceof Boolean) {
      out.append(value);
    } else if (value != null) {
      quoted(out, Json.encode(value));
    }
  }

  private static void text(StringBuilder out, String text) {
    boolean formula = isFormula(text);
    if (!formula && isPlain(text)) {
      out.append(text);
    } else {
      quoted(out, formula ? "'" + text : text);
    }
  }

  private static void quoted(StringBuilder out, String text) {
    out.append('"');
    int start = 0;
    for (int quote = text.indexOf('"'); quote >= 0; quote = text.indexOf('"', start)) {
      out.append(text, start, quote + 1).append('"');
      start = quote + 1;
    }
    out.append(text, start, text.length()).append('"');
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == ',' || c == '\n' || c == '\r') {
        return false;
      }
    }
    // the empty text is not NULL
    return !text.isEmpty();
  }

  private static boolean isFormula(String text) {
    return !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 && !isNumber(text);
  }

  /** Exact numbers are texts: {@code -12.50}, {@code -1e-7}, {@code -Infinity}. */
  private static boolean isNumber(String text) {
    if (text.equalsIgnoreCase("-infinity")) {
      return true;
    }
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      char before = text.charAt(i - 1);
      boolean digit = c >= '0' && c <= '9';
      boolean exponent = (c == 'e' || c == 'E') && before >= '0' && before <= '9';
      boolean sign = (c == '-' || c == '+') && (before == 'e' || before == 'E');
      if (!digit && !exponent && !sign && c != '.') {
        return false;
      }
    }
    return text.length() > 1 && text.charAt(0) != '=' && text.charAt(0) != '@';
  }
}
