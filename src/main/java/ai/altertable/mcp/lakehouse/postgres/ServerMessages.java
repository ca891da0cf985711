package ai.altertable.mcp.lakehouse.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.vertx.pgclient.PgException;
import java.util.HashMap;
import java.util.Map;

/** Reads bodies of the server's messages (PostgreSQL "Message Formats"). */
final class ServerMessages {
  private static final byte END = 0;
  private static final int LARGEST_TENTH = Integer.MAX_VALUE / 10 - 1;

  private ServerMessages() {}

  /** Whether a CommandComplete's tag begins with a word; reads nothing. */
  static boolean hasTag(ByteBuf body, String word) {
    int length = word.length();
    if (body.readableBytes() < length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (body.getByte(body.readerIndex() + i) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** The number at the end of a CommandComplete's tag, as in {@code FETCH 20}; 0 without one. */
  static int count(ByteBuf body) {
    int count = 0;
    for (byte next = body.readByte(); next != END; next = body.readByte()) {
      if (next >= '0' && next <= '9') {
        count = Math.min(count, LARGEST_TENTH) * 10 + (next - '0');
      } else {
        count = 0;
      }
    }
    return count;
  }

  /** An ErrorResponse (PostgreSQL "Error and Notice Message Fields"). */
  static PgException error(ByteBuf body) {
    Map<Character, String> fields = new HashMap<>();
    for (byte field = body.readByte(); field != END; field = body.readByte()) {
      fields.put((char) field, text(body));
    }
    return new PgException(
        fields.get('M'),
        fields.get('S'),
        fields.get('C'),
        fields.get('D'),
        fields.get('H'),
        fields.get('P'),
        fields.get('p'),
        fields.get('q'),
        fields.get('W'),
        fields.get('F'),
        fields.get('L'),
        fields.get('R'),
        fields.get('s'),
        fields.get('t'),
        fields.get('c'),
        fields.get('d'),
        fields.get('n'));
  }

  private static String text(ByteBuf body) {
    int length = body.bytesBefore(END);
    String text = body.readCharSequence(length, UTF_8).toString();
    body.skipBytes(1);
    return text;
  }
}
