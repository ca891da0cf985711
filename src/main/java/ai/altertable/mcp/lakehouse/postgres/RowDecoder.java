package ai.altertable.mcp.lakehouse.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.altertable.mcp.lakehouse.Column;
import io.netty.buffer.ByteBuf;
import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads RowDescription and DataRow messages. Values of types not yet learned stay text until {@link
 * #decodeRest}.
 */
final class RowDecoder {
  private final TypeCatalog types;
  private List<WireColumn> columns = List.of();
  private TextDecoder[] decoders = {};

  private record WireColumn(String name, int oid) {}

  /**
   * A row as read.
   *
   * @param characters of its JSON, about
   * @param widest index of the column with the longest value
   * @param widestCharacters length of that value
   */
  record WireRow(JsonArray values, long characters, int widest, int widestCharacters) {}

  RowDecoder(TypeCatalog types) {
    this.types = types;
  }

  /** Reads the body of a RowDescription; every fetch of a cursor sends the same one. */
  void describe(ByteBuf body) {
    if (decoders.length > 0) {
      return;
    }
    int count = body.readUnsignedShort();
    List<WireColumn> read = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int end = body.indexOf(body.readerIndex(), body.writerIndex(), (byte) 0);
      String name = body.readCharSequence(end - body.readerIndex(), UTF_8).toString();
      // the zero, the table's oid and the column's number
      body.skipBytes(1 + 4 + 2);
      read.add(new WireColumn(name, body.readInt()));
      // the type's size and modifier, the format
      body.skipBytes(2 + 4 + 2);
    }
    columns = List.copyOf(read);
    decoders = new TextDecoder[count];
    for (int i = 0; i < count; i++) {
      PgType type = types.find(columns.get(i).oid());
      decoders[i] = type == null ? null : type.decoder();
    }
  }

  /** Reads the body of a DataRow. */
  WireRow read(ByteBuf body) {
    int count = body.readUnsignedShort();
    List<Object> values = new ArrayList<>(count);
    long characters = 2;
    int widest = 0;
    int widestCharacters = 0;
    for (int i = 0; i < count; i++) {
      int bytes = body.readInt();
      if (bytes < 0) {
        values.add(null);
        characters += "null,".length();
        continue;
      }
      String text = body.readCharSequence(bytes, UTF_8).toString();
      values.add(decoders[i] == null ? text : decoders[i].decode(text));
      characters += text.length() + 3;
      if (text.length() > widestCharacters) {
        widest = i;
        widestCharacters = text.length();
      }
    }
    return new WireRow(new JsonArray(values), characters, widest, widestCharacters);
  }

  /** Types of columns that are still text for want of knowledge. */
  Collection<Integer> unknown() {
    List<Integer> oids = new ArrayList<>();
    for (int i = 0; i < decoders.length; i++) {
      if (decoders[i] == null) {
        oids.add(columns.get(i).oid());
      }
    }
    return oids;
  }

  /** Decodes what stayed text in rows read so far, now that its types are known. */
  void decodeRest(Iterable<JsonArray> rows) {
    Map<Integer, TextDecoder> late = new LinkedHashMap<>();
    for (int i = 0; i < decoders.length; i++) {
      if (decoders[i] == null) {
        decoders[i] = types.get(columns.get(i).oid()).decoder();
        late.put(i, decoders[i]);
      }
    }
    for (JsonArray row : rows) {
      late.forEach(
          (i, decoder) -> {
            if (row.getValue(i) instanceof String text) {
              row.set(i, decoder.decode(text));
            }
          });
    }
  }

  /** One for each column; all are there when {@link #unknown} is empty. */
  TextDecoder[] decoders() {
    return decoders.clone();
  }

  String name(int column) {
    return columns.get(column).name();
  }

  List<Column> columns() {
    return columns.stream()
        .map(column -> new Column(column.name(), types.get(column.oid()).name(), true, ""))
        .toList();
  }
}
