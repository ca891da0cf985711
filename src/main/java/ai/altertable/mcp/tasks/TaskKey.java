package ai.altertable.mcp.tasks;

import ai.altertable.mcp.platform.Secrets;
import io.vertx.core.buffer.Buffer;
import java.util.HexFormat;

/** How tasks are named where their ids must not be: SHA-256 of the id, in hex. */
final class TaskKey {
  private static final HexFormat HEX = HexFormat.of();

  private TaskKey() {}

  static String of(String taskId) {
    return Secrets.hexHash(taskId);
  }

  static Buffer toColumn(String key) {
    return Buffer.buffer(HEX.parseHex(key));
  }

  static String fromColumn(Buffer hash) {
    return HEX.formatHex(hash.getBytes());
  }
}
