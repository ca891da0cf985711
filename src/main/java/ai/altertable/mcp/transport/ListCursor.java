package ai.altertable.mcp.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.altertable.mcp.protocol.RpcError;
import ai.altertable.mcp.protocol.RpcException;
import java.util.Base64;

/**
 * Where a page begins in a list that several providers fill.
 *
 * @param provider index of the one whose part goes on
 * @param inner the provider's own cursor, or null for its first page
 */
record ListCursor(int provider, String inner) {
  private static final int MAX_LENGTH = 6_000;

  String encode() {
    String text = provider + ":" + (inner == null ? "" : inner);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }

  /**
   * @param cursor the request's {@code params.cursor}; null for the first page
   * @throws RpcException -32602 when it is not one that was handed out
   */
  static ListCursor decode(Object cursor) {
    if (cursor == null) {
      return new ListCursor(0, null);
    }
    if (!(cursor instanceof String text) || text.length() > MAX_LENGTH) {
      throw unknown();
    }
    try {
      String plain = new String(Base64.getUrlDecoder().decode(text), UTF_8);
      int colon = plain.indexOf(':');
      int provider = colon < 0 ? -1 : Integer.parseInt(plain.substring(0, colon));
      if (provider < 0) {
        throw unknown();
      }
      String inner = plain.substring(colon + 1);
      return new ListCursor(provider, inner.isEmpty() ? null : inner);
    } catch (IllegalArgumentException e) {
      throw unknown();
    }
  }

  static RpcException unknown() {
    return new RpcException(
        RpcError.invalidParams("cursor is not one of this list; ask for the first page again"));
  }
}
