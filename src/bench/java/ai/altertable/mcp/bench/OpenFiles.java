package ai.altertable.mcp.bench;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Files and sockets that nodes hold: as many after a fault as before any, but for pools that had
 * not grown to their bounds yet.
 */
final class OpenFiles {
  /** Both pools of a node, and connections between nodes. */
  private static final int GROWN = 24;

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Map<FleetNode, Integer> before = new HashMap<>();

  OpenFiles(List<FleetNode> nodes) {
    nodes.forEach(node -> before.put(node, node.openFiles()));
  }

  /** {@code nothing}, or what is too much, after a while of waiting. */
  String and(String others) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    String more = more();
    while (!more.isEmpty() && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(200);
      more = more();
    }
    return more.isEmpty() ? others : others.equals("nothing") ? more : others + ", " + more;
  }

  private String more() {
    StringBuilder text = new StringBuilder();
    before.forEach(
        (node, count) -> {
          int now = node.openFiles();
          if (now > count + GROWN) {
            text.append(text.isEmpty() ? "" : ", ")
                .append(now - count)
                .append(" files of ")
                .append(node.name());
          }
        });
    return text.toString();
  }
}
