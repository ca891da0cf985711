package ai.altertable.mcp.tools.result;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.altertable.mcp.assets.PageRequest;
import ai.altertable.mcp.platform.Secrets;
import ai.altertable.mcp.tools.Schema;
import ai.altertable.mcp.tools.ToolArguments;
import ai.altertable.mcp.tools.ToolContext;
import ai.altertable.mcp.tools.ToolFault;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;

/**
 * Opaque cursors of lists. A cursor is a position and a signature over it, the environment, the
 * tool and the filters of the list, so it goes on only with the list it came from.
 */
public final class Paging {
  private static final int DEFAULT_LIMIT = 25;
  private static final int MAX_LIMIT = 100;
  private static final String PURPOSE = "cursor";
  private static final int SIGNATURE_BYTES = 12;
  private static final int CURSOR_BYTES = Long.BYTES + SIGNATURE_BYTES;
  private static final int MAX_CURSOR_LENGTH = 100;

  private final Secrets secrets;

  public Paging(Secrets secrets) {
    this.secrets = secrets;
  }

  /** Adds the arguments {@code limit} and {@code cursor}. */
  public static Schema input(Schema schema) {
    return schema
        .optional("limit", Schema.integer().between(1, MAX_LIMIT).otherwise(DEFAULT_LIMIT))
        .optional(
            "cursor",
            Schema.text()
                .length(1, MAX_CURSOR_LENGTH)
                .describe("next_cursor of the page before, with the same filters"));
  }

  /** An output with the environment, a list of such items, and the next cursor. */
  public static Schema output(String items, Schema item) {
    return Schema.object()
        .required("environment", Schema.text())
        .required(items, Schema.list(item))
        .required("next_cursor", Schema.text().orNull());
  }

  /**
   * The page that the arguments ask for.
   *
   * @param list name of the tool and its filters
   * @throws ToolFault when the cursor is not one of this list
   */
  public PageRequest request(ToolContext context, String list, ToolArguments arguments) {
    Long after =
        arguments
            .optionalText("cursor")
            .map(cursor -> position(context, list, cursor))
            .orElse(null);
    return new PageRequest(arguments.integer("limit", DEFAULT_LIMIT), after);
  }

  /**
   * The cursor behind a page.
   *
   * @param position of the page's last item, or null when there are no more
   * @return null when there are no more
   */
  public String cursor(ToolContext context, String list, Long position) {
    if (position == null) {
      return null;
    }
    byte[] cursor =
        ByteBuffer.allocate(CURSOR_BYTES)
            .putLong(position)
            .put(secrets.sign(PURPOSE, signed(context, list, position)), 0, SIGNATURE_BYTES)
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(cursor);
  }

  private long position(ToolContext context, String list, String cursor) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(cursor);
      if (bytes.length == CURSOR_BYTES) {
        long position = ByteBuffer.wrap(bytes).getLong();
        byte[] given = Arrays.copyOfRange(bytes, Long.BYTES, CURSOR_BYTES);
        if (secrets.signed(PURPOSE, signed(context, list, position), given)) {
          return position;
        }
      }
    } catch (IllegalArgumentException notBase64) {
      throw notACursor();
    }
    throw notACursor();
  }

  private static byte[] signed(ToolContext context, String list, long position) {
    return (context.tenant().environmentId() + "\n" + list + "\n" + position).getBytes(UTF_8);
  }

  private static ToolFault notACursor() {
    return new ToolFault(
        "$.cursor is not a cursor of this list. Pass next_cursor of the page before, unchanged,"
            + " with the same filters; or leave it out to start again.");
  }
}
