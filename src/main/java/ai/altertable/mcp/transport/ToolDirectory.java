package ai.altertable.mcp.transport;

import ai.altertable.mcp.bus.ToolCatalog;
import ai.altertable.mcp.bus.ToolCatalogRequest;
import ai.altertable.mcp.bus.ToolDescriptor;
import ai.altertable.mcp.bus.ToolNodes;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tools that the executors offer, asked for once. Used from one event loop. */
final class ToolDirectory {
  private static final Logger LOG = LoggerFactory.getLogger(ToolDirectory.class);
  private static final int RETRY_SECONDS = 2;
  private static final String PAUSES = "ai.altertable/pauses";

  private final ToolNodes nodes;
  private final List<Provider> providers;
  private Future<Tools> tools;

  /**
   * @param providers in the order of listing; of tools with the same name the first one's is served
   */
  ToolDirectory(ToolNodes nodes, List<Provider> providers) {
    this.nodes = nodes;
    this.providers = List.copyOf(providers);
  }

  /** All tools; fails with a {@link Rejection} while an executor does not answer. */
  Future<Tools> tools() {
    if (tools == null || tools.failed()) {
      tools =
          Future.all(providers.stream().map(this::ask).toList())
              .map(all -> merge(all.list()))
              .recover(ToolDirectory::unavailable);
    }
    return tools;
  }

  /** Asks again next time. */
  void forget() {
    tools = null;
  }

  private Future<ToolCatalog> ask(Provider provider) {
    return nodes
        .<ToolCatalog>request(
            provider.toolList(), new ToolCatalogRequest(), new DeliveryOptions(), true)
        .map(Message::body);
  }

  private Tools merge(List<ToolCatalog> catalogs) {
    List<ToolDescriptor> listed = new ArrayList<>();
    Map<String, Entry> byName = new HashMap<>();
    for (int i = 0; i < catalogs.size(); i++) {
      String address = providers.get(i).toolCall();
      for (ToolDescriptor tool : catalogs.get(i).tools()) {
        Entry entry = new Entry(tool, address, ParameterHeaders.of(tool), pauses(tool));
        if (byName.putIfAbsent(tool.name(), entry) == null) {
          listed.add(tool);
        }
        tool.aliases().forEach(alias -> byName.putIfAbsent(alias, entry));
      }
    }
    return new Tools(List.copyOf(listed), Map.copyOf(byName));
  }

  private static boolean pauses(ToolDescriptor tool) {
    JsonObject meta = tool.definition().getJsonObject("_meta");
    return meta != null && Boolean.TRUE.equals(meta.getValue(PAUSES));
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
  record Tools(List<ToolDescriptor> listed, Map<String, Entry> byName) {}

  /**
   * A tool and who runs it.
   *
   * @param address where its calls go
   * @param headers parameters that are mirrored in headers
   * @param pauses whether it may ask its client to hang up meanwhile, as it says in {@code _meta}
   */
  record Entry(ToolDescriptor tool, String address, ParameterHeaders headers, boolean pauses) {}
}
