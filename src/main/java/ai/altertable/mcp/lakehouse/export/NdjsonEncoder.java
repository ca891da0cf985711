package ai.altertable.mcp.lakehouse.export;

import ai.altertable.mcp.lakehouse.Column;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import java.util.List;

/** One JSON object a line, in UTF-8; every value exactly as in a query's answer. */
final class NdjsonEncoder implements RowEncoder {
  private static final JsonStringEncoder STRINGS = JsonStringEncoder.getInstance();

  private final List<String> beginnings;

  NdjsonEncoder(List<Column> columns) {
    this.beginnings =
        UniqueNames.of(columns).stream()
            .map(name -> '"' + new String(STRINGS.quoteAsString(name)) + "\":")
            .toList();
  }

  @Override
  public Buffer head() {
    return Buffer.buffer();
  }

  @Override
  public Buffer rows(List<JsonArray> rows) {
    StringBuilder out = new StringBuilder(rows.size() * beginnings.size() * 16);
    for (JsonArray row : rows) {
      List<?> values = row.getList();
      out.append('{');
      for (int i = 0; i < values.size(); i++) {
        if (i > 0) {
          out.append(',');
        }
        out.append(beginnings.get(i));
        value(out, values.get(i));
      }
      out.append("}\n");
    }
    return Buffer.buffer(out.toString());
  }

  @Override
  public Buffer end() {
    return Buffer.buffer();
  }

  private static void value(StringBuilder out, Object value) {
    if (value instanceof String text) {
      out.append('"');
      STRINGS.quoteAsString(text, out);
      out.append('"');
    } else if (value == null || value instanceof Integer || value instanceof Boolean) {
      out.append(value);
    } else {
      out.append(Json.encode(value));
    }
  }
}
