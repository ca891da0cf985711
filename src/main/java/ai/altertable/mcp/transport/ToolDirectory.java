package ai.altertable.mcp.transport;

import ai.altertable.mcp.bus.Addresses;
import ai.altertable.mcp.bus.ToolCatalog;
import ai.altertable.mcp.bus.ToolCatalogRequest;
import ai.altertable.mcp.bus.ToolDescriptor;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tools that the executors offer, asked for once. Used from one event loop. */
final class ToolDirectory {
  private static final Logger LOG = LoggerFactory.getLogger(ToolDirectory.class);
  private static final int RETRY_SECONDS = 2;

  private final EventBus bus;
  private Future<Tools> tools;

  ToolDirectory(EventBus bus) {
    this.bus = bus;
  }

  /** All tools; fails with a {@link Rejection} while no executor answers. */
  Future<Tools> tools() {
    if (tools == null || tools.failed()) {
      tools =
          bus.<ToolCatalog>request(Addresses.TOOL_LIST, new ToolCatalogRequest())
              .map(Message::body)
              .map(Tools::of)
              .recover(ToolDirectory::unavailable);
    }
    return tools;
  }

  private static Future<Tools> unavailable(Throwable fault) {
    LOG.warn("no tool catalog", fault);
    return Future.failedFuture(
        Rejection.retryAfter(503, RETRY_SECONDS, "the tools are not available; try again"));
  }

  /**
   * Tools by name.
   *
   * @param listed in the order of listing
   * @param byName names and aliases
   */
  record Tools(List<ToolDescriptor> listed, Map<String, ToolDescriptor> byName) {
    static Tools of(ToolCatalog catalog) {
      Map<String, ToolDescriptor> byName = new HashMap<>();
      for (ToolDescriptor tool : catalog.tools()) {
        tool.aliases().forEach(alias -> byName.putIfAbsent(alias, tool));
      }
      catalog.tools().forEach(tool -> byName.put(tool.name(), tool));
      return new Tools(catalog.tools(), Map.copyOf(byName));
    }
  }
}
