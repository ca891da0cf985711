package ai.altertable.mcp.transport;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Values of the mirrored headers {@code Mcp-Name} and {@code Mcp-Param-*} (revision 2026-07-28):
 * what a header cannot carry comes as {@code =?base64?…?=}.
 */
final class HeaderValue {
  private static final String PREFIX = "=?base64?";
  private static final String SUFFIX = "?=";

  private HeaderValue() {}

  /**
   * The value that the header stands for.
   *
   * @param header without surrounding whitespace
   * @throws IllegalArgumentException when it is marked as base64 of UTF-8 and is not
   */
  static String decode(String header) {
    if (header.length() < PREFIX.length() + SUFFIX.length()
        || !header.startsWith(PREFIX)
        || !header.endsWith(SUFFIX)) {
      return header;
    }
    String encoded = header.substring(PREFIX.length(), header.length() - SUFFIX.length());
    if (encoded.length() % 4 != 0) {
      throw new IllegalArgumentException("base64 is not padded");
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(Base64.getDecoder().decode(encoded)))
          .toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("not UTF-8", e);
    }
  }
}
