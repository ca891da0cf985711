package ai.altertable.mcp.lakehouse.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.altertable.mcp.lakehouse.Column;
import ai.altertable.mcp.lakehouse.rows.CellSink;
import ai.altertable.mcp.lakehouse.rows.RowBatch;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import java.util.List;

/**
 * Comma-separated values (RFC 4180) in UTF-8, with a line of names. NULL is an empty field, the
 * empty text is {@code ""}; nested values are JSON.
 *
 * <p>A text that a spreadsheet would run as a formula gets an apostrophe before it (OWASP, "CSV
 * Injection"): whoever wrote into the data must not act on the machine of whoever opens the file.
 * The other formats keep such texts as they are.
 */
final class CsvEncoder implements RowEncoder, CellSink {
  private static final byte[] FORMULA = {'=', '+', '-', '@', '\t', '\r'};
  private static final byte[] NEGATIVE_INFINITY = {'-', 'i', 'n', 'f', 'i', 'n', 'i', 't', 'y'};

  private final List<Column> columns;
  private final Bytes out = new Bytes();
  private boolean begun;

  CsvEncoder(List<Column> columns) {
    this.columns = List.copyOf(columns);
  }

  @Override
  public Buffer head() {
    for (Column column : columns) {
      utf8(column.name());
    }
    endRow();
    return out.take();
  }

  @Override
  public Buffer rows(RowBatch rows) {
    rows.each(this);
    return out.take();
  }

  @Override
  public Buffer end() {
    return Buffer.buffer();
  }

  private void separate() {
    if (begun) {
      out.add(',');
    }
    begun = true;
  }

  @Override
  public void nothing() {
    separate();
  }

  @Override
  public void number(byte[] source, int from, int to) {
    separate();
    out.add(source, from, to);
  }

  @Override
  public void text(byte[] source, int from, int to) {
    separate();
    boolean formula = isFormula(source, from, to);
    if (!formula && isPlain(source, from, to)) {
      out.add(source, from, to);
    } else {
      quoted(source, from, to, formula);
    }
  }

  @Override
  public void value(Object value) {
    if (value instanceof String text) {
      utf8(text);
    } else if (value instanceof Number || value instanceof Boolean) {
      separate();
      out.addAscii(value.toString());
    } else {
      separate();
      byte[] json = Json.encode(value).getBytes(UTF_8);
      quoted(json, 0, json.length, false);
    }
  }

  @Override
  public void endRow() {
    out.add('\r');
    out.add('\n');
    begun = false;
  }

  private void utf8(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    text(bytes, 0, bytes.length);
  }

  private void quoted(byte[] source, int from, int to, boolean formula) {
    out.add('"');
    if (formula) {
      out.add('\'');
    }
    int start = from;
    for (int i = from; i < to; i++) {
      if (source[i] == '"') {
        out.add(source, start, i + 1);
        out.add('"');
        start = i + 1;
      }
    }
    out.add(source, start, to);
    out.add('"');
  }

  private static boolean isPlain(byte[] source, int from, int to) {
    for (int i = from; i < to; i++) {
      byte c = source[i];
      if (c == '"' || c == ',' || c == '\n' || c == '\r') {
        return false;
      }
    }
    // the empty text is not NULL
    return to > from;
  }

  private static boolean isFormula(byte[] source, int from, int to) {
    return to > from && isOneOf(FORMULA, source[from]) && !isNumber(source, from, to);
  }

  /** Exact numbers are texts: {@code -12.50}, {@code -1e-7}, {@code -Infinity}. */
  private static boolean isNumber(byte[] source, int from, int to) {
    if (isNegativeInfinity(source, from, to)) {
      return true;
    }
    for (int i = from + 1; i < to; i++) {
      byte c = source[i];
      byte before = source[i - 1];
      boolean exponent = (c == 'e' || c == 'E') && isDigit(before);
      boolean sign = (c == '+' || c == '-') && (before == 'e' || before == 'E');
      if (!isDigit(c) && c != '.' && !exponent && !sign) {
        return false;
      }
    }
    return to - from > 1 && (source[from] == '+' || source[from] == '-');
  }

  private static boolean isNegativeInfinity(byte[] source, int from, int to) {
    if (to - from != NEGATIVE_INFINITY.length) {
      return false;
    }
    for (int i = 0; i < NEGATIVE_INFINITY.length; i++) {
      if (Character.toLowerCase(source[from + i]) != NEGATIVE_INFINITY[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigit(byte c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isOneOf(byte[] some, byte c) {
    for (byte each : some) {
      if (each == c) {
        return true;
      }
    }
    return false;
  }
}
