package ai.altertable.mcp.lakehouse.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.altertable.mcp.lakehouse.Column;
import ai.altertable.mcp.lakehouse.rows.CellSink;
import ai.altertable.mcp.lakehouse.rows.RowBatch;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import java.util.List;

/** One JSON object a line, in UTF-8; every value as in a query's answer. */
final class NdjsonEncoder implements RowEncoder, CellSink {
  private static final byte[] NULL = {'n', 'u', 'l', 'l'};
  private static final byte[] HEXADECIMAL = "0123456789ABCDEF".getBytes(UTF_8);

  /** What each column begins with: {@code ,"name":}. */
  private final byte[][] names;

  private final Bytes out = new Bytes();
  private int column;

  NdjsonEncoder(List<Column> columns) {
    List<String> unique = UniqueNames.of(columns);
    names = new byte[unique.size()][];
    for (int i = 0; i < names.length; i++) {
      names[i] = ((i == 0 ? '{' : ',') + Json.encode(unique.get(i)) + ':').getBytes(UTF_8);
    }
  }

  @Override
  public Buffer head() {
    return Buffer.buffer();
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

  private void name() {
    out.add(names[column++]);
  }

  @Override
  public void nothing() {
    name();
    out.add(NULL);
  }

  @Override
  public void number(byte[] source, int from, int to) {
    name();
    out.add(source, from, to);
  }

  @Override
  public void text(byte[] source, int from, int to) {
    name();
    out.add('"');
    int start = from;
    for (int i = from; i < to; i++) {
      byte c = source[i];
      // bytes above 0x7f are negative, and stay
      if (c == '"' || c == '\\' || c >= 0 && c < ' ') {
        out.add(source, start, i);
        escaped(c);
        start = i + 1;
      }
    }
    out.add(source, start, to);
    out.add('"');
  }

  /** RFC 8259 section 7. */
  private void escaped(byte c) {
    out.add('\\');
    switch (c) {
      case '\n' -> out.add('n');
      case '\r' -> out.add('r');
      case '\t' -> out.add('t');
      case '"', '\\' -> out.add((char) c);
      default -> {
        out.addAscii("u00");
        out.add((char) HEXADECIMAL[c >> 4]);
        out.add((char) HEXADECIMAL[c & 0xf]);
      }
    }
  }

  @Override
  public void value(Object value) {
    if (value instanceof String text) {
      byte[] bytes = text.getBytes(UTF_8);
      text(bytes, 0, bytes.length);
    } else {
      name();
      out.addUtf8(Json.encode(value));
    }
  }

  @Override
  public void endRow() {
    if (column == 0) {
      out.add('{');
    }
    out.add('}');
    out.add('\n');
    column = 0;
  }
}
