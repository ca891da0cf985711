package ai.altertable.mcp.ingest;

import static java.util.Objects.requireNonNull;

/** Why an item is not taken, in words for whoever sent it. */
final class ItemFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final String path;

  /**
   * @param code {@code invalid-event}, …
   * @param path of what is wrong, from the item on; empty for the item itself
   * @param message what is wrong with it, without its value
   */
  ItemFault(String code, String path, String message) {
    super(requireNonNull(message, "message is null"), null, false, false);
    this.code = requireNonNull(code, "code is null");
    this.path = requireNonNull(path, "path is null");
  }

  static ItemFault invalid(String path, String message) {
    return new ItemFault("invalid-event", path, message);
  }

  String code() {
    return code;
  }

  String path() {
    return path;
  }
}
