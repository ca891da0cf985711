package ai.altertable.mcp.lakehouse.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.json.Json;

/**
 * The values of one column in a page, in the encoding PLAIN (Apache Parquet format, "Encodings"),
 * each of them optional: a bit for each row says whether its value is there.
 */
final class ParquetColumn {
  private static final int FIRST_BYTES = 4096;

  /** So many fit into a long, a sign among them. */
  private static final int SAFE_DIGITS = 18;

  private final ParquetType type;
  private ByteBuf values = Unpooled.buffer(FIRST_BYTES);
  private ByteBuf present = Unpooled.buffer(FIRST_BYTES / 8);
  private int rows;
  private int presentBits;
  private int bits;
  private int bitCount;

  ParquetColumn(ParquetType type) {
    this.type = type;
  }

  ParquetType type() {
    return type;
  }

  /** The next row has NULL. */
  void addNull() {
    level(0);
  }

  private void level(int there) {
    presentBits |= there << (rows % 8);
    rows++;
    if (rows % 8 == 0) {
      present.writeByte(presentBits);
      presentBits = 0;
    }
  }

  /**
   * Adds the value of the next row, a number as JSON writes it.
   *
   * @param from index of its first byte
   * @param to index behind its last byte
   */
  void addNumber(byte[] source, int from, int to) {
    if (type == ParquetType.INTEGER && to - from <= SAFE_DIGITS) {
      level(1);
      boolean negative = source[from] == '-';
      long size = ParquetValues.digits(source, negative ? from + 1 : from, to);
      values.writeLongLE(negative ? -size : size);
    } else {
      addText(source, from, to);
    }
  }

  /**
   * Adds the value of the next row as the engine prints it.
   *
   * @param from index of its first byte
   * @param to index behind its last byte
   */
  void addText(byte[] source, int from, int to) {
    if (type == ParquetType.TEXT) {
      level(1);
      values.writeIntLE(to - from).writeBytes(source, from, to - from);
    } else if (type == ParquetType.TIMESTAMP || type == ParquetType.LOCAL_TIMESTAMP) {
      level(1);
      values.writeLongLE(ParquetValues.micros(source, from, to));
    } else {
      add(new String(source, from, to - from, UTF_8));
    }
  }

  /**
   * Adds the value of the next row.
   *
   * @param value not null
   */
  void add(Object value) {
    level(1);
    switch (type) {
      case BOOLEAN -> bit((Boolean) value);
      case INTEGER -> values.writeLongLE(ParquetValues.integer(value));
      case FLOATING -> values.writeDoubleLE(ParquetValues.floating(value));
      case DATE -> values.writeIntLE(ParquetValues.date((String) value));
      case TIMESTAMP, LOCAL_TIMESTAMP -> values.writeLongLE(ParquetValues.micros((String) value));
      case TEXT -> text(value instanceof String text ? text : Json.encode(value));
    }
  }

  private void text(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    values.writeIntLE(bytes.length).writeBytes(bytes);
  }

  private void bit(boolean set) {
    bits |= (set ? 1 : 0) << bitCount;
    bitCount++;
    if (bitCount == 8) {
      values.writeByte(bits);
      bits = 0;
      bitCount = 0;
    }
  }

  /** Rows of the page that grows. */
  int rows() {
    return rows;
  }

  /** Bytes of the page that grows. */
  int bytes() {
    return values.readableBytes() + present.readableBytes();
  }

  /**
   * The data page of what was added since the last one: definition levels as one bit-packed run
   * ("RLE / Bit-packing Hybrid"), then the values.
   */
  ByteBuf page() {
    if (rows % 8 != 0) {
      present.writeByte(presentBits);
    }
    if (bitCount > 0) {
      values.writeByte(bits);
    }
    ByteBuf levels = Unpooled.buffer(present.readableBytes() + 5);
    varint(levels, present.readableBytes() << 1 | 1);
    levels.writeBytes(present);
    ByteBuf page = Unpooled.buffer(4 + levels.readableBytes() + values.readableBytes());
    page.writeIntLE(levels.readableBytes()).writeBytes(levels).writeBytes(values);
    clear();
    return page;
  }

  private void clear() {
    values = values.clear();
    present = present.clear();
    rows = 0;
    presentBits = 0;
    bits = 0;
    bitCount = 0;
  }

  private static void varint(ByteBuf out, int value) {
    int rest = value;
    while ((rest & ~0x7f) != 0) {
      out.writeByte(rest & 0x7f | 0x80);
      rest >>>= 7;
    }
    out.writeByte(rest);
  }
}
