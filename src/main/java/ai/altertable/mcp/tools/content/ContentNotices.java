package ai.altertable.mcp.tools.content;

import ai.altertable.mcp.bus.Addresses;
import ai.altertable.mcp.bus.ContentChanged;
import ai.altertable.mcp.bus.ContentMissed;
import ai.altertable.mcp.platform.DatabaseListener;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears from the database what environments saved, on whatever node that happened, and tells this
 * node's endpoints which resources changed. What changes many times within a moment is told once.
 */
public final class ContentNotices {
  private static final Logger LOG = LoggerFactory.getLogger(ContentNotices.class);
  private static final String CHANGED = "content_changed";
  private static final String CONNECTIONS = "connection_changed";
  private static final long MOMENT_MILLIS = 50;
  private static final int MOST_WAITING = 10_000;
  // Every node listens for itself: publishing to the others would say it once for each node.
  private static final DeliveryOptions HERE = new DeliveryOptions().setLocalOnly(true);

  private final Vertx vertx;
  private Set<ContentChanged> waiting = new LinkedHashSet<>();

  private ContentNotices(Vertx vertx) {
    this.vertx = vertx;
  }

  /**
   * Passes on what that listener hears.
   *
   * @param listener not started yet
   */
  public static void listen(Vertx vertx, DatabaseListener listener) {
    ContentNotices notices = new ContentNotices(vertx);
    // One connection hears both channels: that it listens anew is said once.
    listener.on(CHANGED, notices::missed, notices::changed);
    listener.on(CONNECTIONS, () -> {}, notices::connections);
  }

  private void missed() {
    vertx.eventBus().publish(Addresses.CONTENT_MISSED, new ContentMissed(), HERE);
  }

  private void changed(String payload) {
    try {
      JsonObject news = new JsonObject(payload);
      UUID environment = UUID.fromString(news.getString("environment"));
      String operation = news.getString("operation");
      if (!operation.equals("UPDATE")) {
        tell(list(environment));
      }
      if (!operation.equals("INSERT")) {
        tell(resource(environment, EntityResources.uri(news.getString("slug"))));
      }
      JsonArray table = news.getJsonArray("table");
      if (table != null) {
        String uri = TableResources.uri(table.getString(0), table.getString(1), table.getString(2));
        tell(resource(environment, uri));
      }
    } catch (DecodeException | IllegalArgumentException | NullPointerException e) {
      LOG.warn("ignored a notice that names nothing saved channel={}", CHANGED);
    }
  }

  private void connections(String environment) {
    try {
      tell(list(UUID.fromString(environment)));
    } catch (IllegalArgumentException e) {
      LOG.warn("ignored a notice that names no environment channel={}", CONNECTIONS);
    }
  }

  private synchronized void tell(ContentChanged change) {
    if (waiting.isEmpty()) {
      vertx.setTimer(MOMENT_MILLIS, moment -> flush());
    }
    waiting.add(change);
    if (waiting.size() >= MOST_WAITING) {
      flush();
    }
  }

  private void flush() {
    for (ContentChanged change : take()) {
      vertx.eventBus().publish(Addresses.CONTENT_CHANGED, change, HERE);
    }
  }

  private synchronized List<ContentChanged> take() {
    List<ContentChanged> taken = List.copyOf(waiting);
    waiting = new LinkedHashSet<>();
    return taken;
  }

  private static ContentChanged list(UUID environment) {
    return new ContentChanged(ContentChanged.Kind.RESOURCES, environment, null);
  }

  private static ContentChanged resource(UUID environment, String uri) {
    return new ContentChanged(ContentChanged.Kind.RESOURCE, environment, uri);
  }
}
