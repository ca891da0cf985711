package ai.altertable.mcp.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;

/** Opaque pagination cursors: where the next page of a list begins. */
public final class Cursor {
  private static final String PREFIX = "at:";

  private Cursor() {}

  public static String encode(int offset) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((PREFIX + offset).getBytes(UTF_8));
  }

  /**
   * Where a page begins.
   *
   * @param cursor the request's {@code params.cursor}; null for the first page
   * @param size of the whole list
   * @throws RpcException -32602 when no page of the list begins there
   */
  public static int decode(Object cursor, int size) {
    if (cursor == null) {
      return 0;
    }
    try {
      String text = new String(Base64.getUrlDecoder().decode((String) cursor), UTF_8);
      int offset = text.startsWith(PREFIX) ? Integer.parseInt(text.substring(PREFIX.length())) : -1;
      if (offset > 0 && offset < size) {
        return offset;
      }
    } catch (ClassCastException | IllegalArgumentException e) {
      // Whatever it is, it is not a cursor of ours.
    }
    throw new RpcException(
        RpcError.invalidParams("cursor is not one of this list; ask for the first page again"));
  }
}
