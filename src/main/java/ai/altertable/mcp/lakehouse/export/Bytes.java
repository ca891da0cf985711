package ai.altertable.mcp.lakehouse.export;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/** Bytes that grow at their end; the memory is kept for what comes after. Not thread-safe. */
final class Bytes {
  private byte[] content = new byte[1024];
  private int size;

  void add(char ascii) {
    room(1);
    content[size++] = (byte) ascii;
  }

  /**
   * Adds a part of an array.
   *
   * @param from index of its first byte
   * @param to index behind its last byte
   */
  void add(byte[] source, int from, int to) {
    room(to - from);
    System.arraycopy(source, from, content, size, to - from);
    size += to - from;
  }

  void add(byte[] source) {
    add(source, 0, source.length);
  }

  void addAscii(String text) {
    add(text.getBytes(ISO_8859_1));
  }

  void addUtf8(String text) {
    add(text.getBytes(UTF_8));
  }

  /** What was added since the last time. */
  Buffer take() {
    Buffer taken = Buffer.buffer(size).setBytes(0, content, 0, size);
    size = 0;
    return taken;
  }

  private void room(int bytes) {
    if (content.length - size < bytes) {
      content = Arrays.copyOf(content, Math.max(size + bytes, 2 * content.length));
    }
  }
}
