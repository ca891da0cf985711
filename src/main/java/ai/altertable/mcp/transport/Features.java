package ai.altertable.mcp.transport;

import io.vertx.core.http.HttpServerRequest;
import java.util.Set;
import java.util.TreeSet;

/**
 * The {@code ?features=} of the endpoint URL: groups of tools to list.
 *
 * @param groups empty means all
 */
record Features(Set<String> groups) {
  static final Features ALL = new Features(Set.of());

  private static final String PARAMETER = "features";
  private static final int MAX_GROUPS = 20;

  Features {
    groups = Set.copyOf(groups);
  }

  /**
   * What a request's URL asks for.
   *
   * @throws Rejection 400 when its query cannot be decoded
   */
  static Features of(HttpServerRequest request) {
    if (request.query() == null) {
      return ALL;
    }
    String asked;
    try {
      asked = request.getParam(PARAMETER);
    } catch (IllegalArgumentException malformed) {
      throw Rejection.badRequest("the query of the URL is not percent-encoded as it must be");
    }
    if (asked == null || asked.isBlank()) {
      return ALL;
    }
    Set<String> groups = new TreeSet<>();
    for (String group : asked.split(",", MAX_GROUPS + 1)) {
      if (!group.isBlank() && groups.size() < MAX_GROUPS) {
        groups.add(group.trim());
      }
    }
    return groups.isEmpty() ? ALL : new Features(groups);
  }

  boolean includes(String group) {
    return groups.isEmpty() || groups.contains(group);
  }
}
