package ai.altertable.mcp.transport;

import ai.altertable.mcp.config.Config;
import ai.altertable.mcp.platform.Secrets;
import ai.altertable.mcp.platform.tracing.Tracing;
import ai.altertable.mcp.protocol.ServerDescription;
import ai.altertable.mcp.transport.session.Sessions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts together what one event loop serves: methods, and the capabilities that announce them. */
final class Assembly {
  /** MCP Apps: resources that hosts may show in place of a tool's text. */
  private static final String UI = "io.modelcontextprotocol/ui";

  private static final JsonArray VIEWS = new JsonArray().add("text/html;profile=mcp-app");

  private final ServerDescription server;
  private final ToolDirectory directory;
  private final ToolLists toolLists;
  private final ToolCalls toolCalls;
  private final TaskMethods taskMethods;
  private final TaskNews taskNews;
  private final Subscriptions subscriptions;
  private final ClientDialog dialog;
  private final Dispatcher dispatcher;

  Assembly(Vertx vertx, Config config, Secrets secrets, NodeState node, Sessions sessions) {
    List<Provider> providers = providers(config);
    server = Instructions.describe(capabilities(config.runtime().conformance()));
    dialog = new ClientDialog(vertx);
    InputRounds rounds =
        new InputRounds(dialog, new RequestStates(secrets, Clock.systemUTC()), server);
    directory = new ToolDirectory(node.tools(), providers);
    toolLists = new ToolLists(directory, server);
    ToolOutcomes outcomes = new ToolOutcomes(server, rounds);
    toolCalls =
        new ToolCalls(
            vertx.eventBus(),
            node.tools(),
            directory,
            rounds,
            outcomes,
            node.notes(),
            config.lakehouse().limits().callTimeout());
    TaskStates states = new TaskStates(outcomes);
    taskMethods = new TaskMethods(node.tools(), states, server);
    taskNews = new TaskNews(node.tools(), states);
    subscriptions = new Subscriptions(node.streams(), server, taskNews);
    Map<String, MethodHandler> shared = new HashMap<>();
    shared.put("tools/list", toolLists);
    shared.put("tools/call", toolCalls);
    shared.putAll(new ContentMethods(node.tools(), providers, rounds, server).handlers());
    dispatcher =
        dispatcher(
            shared,
            new SessionMethods(server, sessions, node.notes(), node.watches()),
            node.tracing());
  }

  private Dispatcher dispatcher(
      Map<String, MethodHandler> shared, SessionMethods sessionMethods, Tracing tracing) {
    JsonObject tasks = TasksExtension.capability();
    Future<Buffer> discovery = Future.succeededFuture(server.discovery(tasks).toBuffer());
    Future<Buffer> beforeSignIn =
        Future.succeededFuture(server.discoveryWithoutNews(tasks).toBuffer());
    Map<String, MethodHandler> modern = new HashMap<>(shared);
    modern.put(
        "server/discover",
        exchange -> exchange.visit().caller() == null ? beforeSignIn : discovery);
    modern.put("subscriptions/listen", subscriptions::listen);
    modern.putAll(taskMethods.handlers());
    Map<String, MethodHandler> legacy = new HashMap<>(shared);
    legacy.putAll(sessionMethods.handlers());
    return new Dispatcher(modern, legacy, tracing);
  }

  Dispatcher dispatcher() {
    return dispatcher;
  }

  Notifications notifications() {
    return new Notifications(toolCalls);
  }

  ClientDialog dialog() {
    return dialog;
  }

  Subscriptions subscriptions() {
    return subscriptions;
  }

  TaskNews taskNews() {
    return taskNews;
  }

  /** Asks the executors for their tools again. */
  void forgetTools() {
    directory.forget();
    toolLists.forget();
  }

  private static List<Provider> providers(Config config) {
    List<Provider> providers = new ArrayList<>();
    providers.add(Provider.PRODUCT);
    if (config.runtime().conformance()) {
      providers.add(Provider.CONFORMANCE);
    }
    return providers;
  }

  /**
   * Exactly what answers. The product's own tools and prompts never change while it runs; only the
   * fixtures' do.
   */
  private static JsonObject capabilities(boolean fixtures) {
    JsonObject changes = fixtures ? new JsonObject().put("listChanged", true) : new JsonObject();
    return new JsonObject()
        .put("logging", new JsonObject())
        .put("tools", changes)
        .put("prompts", changes)
        .put("resources", new JsonObject().put("listChanged", true).put("subscribe", true))
        .put("completions", new JsonObject())
        .put("extensions", new JsonObject().put(UI, new JsonObject().put("mimeTypes", VIEWS)));
  }
}
