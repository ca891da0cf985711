package ai.altertable.mcp.transport;

import ai.altertable.mcp.bus.ContentChanged;
import ai.altertable.mcp.bus.ContentChanged.Kind;
import ai.altertable.mcp.protocol.RpcError;
import ai.altertable.mcp.protocol.RpcException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What a {@code subscriptions/listen} asks for (revision 2026-07-28).
 *
 * @param lists lists whose changes are told
 * @param uris resources whose updates are told
 */
record SubscriptionFilter(Set<Kind> lists, Set<String> uris) {
  private static final int MAX_URIS = 200;

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
    Object subscriptions = asked.getValue("resourceSubscriptions");
    if (subscriptions != null && !(subscriptions instanceof JsonArray)) {
      throw invalid("resourceSubscriptions must be an array of URIs");
    }
    Set<String> uris = new LinkedHashSet<>();
    if (subscriptions instanceof JsonArray wanted) {
      for (Object uri : wanted) {
        if (!(uri instanceof String text) || uris.size() == MAX_URIS) {
          throw invalid("resourceSubscriptions holds at most " + MAX_URIS + " URIs");
        }
        uris.add(text);
      }
    }
    return new SubscriptionFilter(lists, uris);
  }

  boolean wants(ContentChanged change) {
    return change.kind() == Kind.RESOURCE
        ? uris.contains(change.uri())
        : lists.contains(change.kind());
  }

  /** What is honoured: the asked subset that this server knows. */
  JsonObject toJson() {
    JsonObject json = new JsonObject();
    lists.forEach(kind -> json.put(key(kind), true));
    if (!uris.isEmpty()) {
      json.put("resourceSubscriptions", new JsonArray(uris.stream().toList()));
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
      case RESOURCE -> "resourceSubscriptions";
    };
  }

  private static RpcException invalid(String message) {
    return new RpcException(RpcError.invalidParams(message));
  }
}
