package ai.altertable.mcp.transport;

import ai.altertable.mcp.bus.ContentChanged;
import ai.altertable.mcp.bus.ContentChanged.Kind;
import ai.altertable.mcp.protocol.RpcError;
import ai.altertable.mcp.protocol.RpcException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a {@code subscriptions/listen} asks for (revision 2026-07-28).
 *
 * @param lists lists whose changes are told
 * @param uris resources whose updates are told
 * @param taskIds tasks whose changes are told (extension tasks); null when the client did not ask
 */
record SubscriptionFilter(Set<Kind> lists, Set<String> uris, Set<String> taskIds) {
  private static final String RESOURCES = "resourceSubscriptions";
  private static final String TASKS = "taskIds";
  private static final int MAX_URIS = 200;
  private static final int MAX_TASKS = 50;

  static SubscriptionFilter parse(JsonObject params) {
    if (!(params.getValue("notifications") instanceof JsonObject asked)) {
      throw invalid("params.notifications must be an object");
    }
    Set<Kind> lists = EnumSet.noneOf(Kind.class);
    for (Kind kind : Kind.values()) {
      if (kind != Kind.RESOURCE && Boolean.TRUE.equals(asked.getValue(key(kind)))) {
        lists.add(kind);
      }
    }
    Set<String> taskIds = asked.getValue(TASKS) == null ? null : strings(asked, TASKS, MAX_TASKS);
    return new SubscriptionFilter(lists, strings(asked, RESOURCES, MAX_URIS), taskIds);
  }

  private static Set<String> strings(JsonObject asked, String key, int most) {
    Set<String> strings = new LinkedHashSet<>();
    Object value = asked.getValue(key);
    if (value != null && !(value instanceof JsonArray)) {
      throw invalid(key + " must be an array of strings");
    }
    if (value instanceof JsonArray wanted) {
      for (Object element : wanted) {
        if (!(element instanceof String text) || strings.size() == most) {
          throw invalid(key + " holds at most " + most + " strings");
        }
        strings.add(text);
      }
    }
    return strings;
  }

  boolean wants(ContentChanged change) {
    return change.kind() == Kind.RESOURCE
        ? uris.contains(change.uri())
        : lists.contains(change.kind());
  }

  /**
   * What is honoured: the asked subset that this server knows.
   *
   * @param tasks those of the asked ones that the caller has
   */
  JsonObject honoured(List<String> tasks) {
    JsonObject json = new JsonObject();
    lists.forEach(kind -> json.put(key(kind), true));
    if (!uris.isEmpty()) {
      json.put(RESOURCES, new JsonArray(uris.stream().toList()));
    }
    if (taskIds != null) {
      json.put(TASKS, new JsonArray(tasks));
    }
    return json;
  }

  /** The notification that tells of a change. */
  static String method(ContentChanged change) {
    return switch (change.kind()) {
      case TOOLS -> "notifications/tools/list_changed";
      case PROMPTS -> "notifications/prompts/list_changed";
      case RESOURCES -> "notifications/resources/list_changed";
      case RESOURCE -> "notifications/resources/updated";
    };
  }

  private static String key(Kind kind) {
    return switch (kind) {
      case TOOLS -> "toolsListChanged";
      case PROMPTS -> "promptsListChanged";
      case RESOURCES -> "resourcesListChanged";
      case RESOURCE -> RESOURCES;
    };
  }

  private static RpcException invalid(String message) {
    return new RpcException(RpcError.invalidParams(message));
  }
}
