package ai.altertable.mcp.tools.content;

import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.List;

/** Parts of a list of resources that is in memory. */
final class Listed {
  private Listed() {}

  /**
   * The resources behind an address, by their addresses; it need not be among them any more.
   *
   * @param after an address, or null for the beginning
   */
  static List<JsonObject> after(List<JsonObject> resources, String after, int limit) {
    return resources.stream()
        .filter(resource -> after == null || uri(resource).compareTo(after) > 0)
        .sorted(Comparator.comparing(Listed::uri))
        .limit(limit)
        .toList();
  }

  private static String uri(JsonObject resource) {
    return resource.getString("uri");
  }
}
