package ai.altertable.mcp;

import ai.altertable.mcp.assets.ChatStore;
import ai.altertable.mcp.assets.FadedMemories;
import ai.altertable.mcp.charts.ChartPainter;
import ai.altertable.mcp.config.AskConfig;
import ai.altertable.mcp.docs.DocIndex;
import ai.altertable.mcp.lakehouse.EnvironmentSeed;
import ai.altertable.mcp.lakehouse.Lakehouse;
import ai.altertable.mcp.platform.Platform;
import ai.altertable.mcp.tools.CallLimiter;
import ai.altertable.mcp.tools.Tool;
import ai.altertable.mcp.tools.ToolServices;
import ai.altertable.mcp.tools.ToolVerticle;
import ai.altertable.mcp.tools.Toolbox;
import ai.altertable.mcp.tools.ask.AskTool;
import ai.altertable.mcp.tools.ask.ModelClient;
import ai.altertable.mcp.tools.content.ContentVerticle;
import ai.altertable.mcp.tools.content.EnvironmentContent;
import ai.altertable.mcp.tools.content.Views;
import ai.altertable.mcp.tools.result.Links;
import java.util.List;
import java.util.Optional;

/** Plugs the tool executors in. */
final class ToolsRoom {
  private final Platform platform;
  private final ToolServices services;
  private final DocIndex docs = DocIndex.load();
  private final Views views;
  private final Optional<ModelClient> model;

  /**
   * @param lakehouse where data is
   * @param seed what new databases are given
   * @param painter draws charts
   */
  ToolsRoom(
      Platform platform, LakehouseRoom lakehouse, EnvironmentSeed seed, ChartPainter painter) {
    this.platform = platform;
    this.views = new Views(platform.vertx());
    this.services =
        new ToolServices(
            platform.database(),
            lakehouse.lakehouse(seed),
            lakehouse.results(),
            lakehouse.exportLinks(),
            platform.config().lakehouse().limits(),
            platform.secrets(),
            new CallLimiter(platform.config().limits().calls()),
            new Links(platform.config().app().url()),
            painter);
    services.limiter().measure(platform.metrics().registry());
    this.model = ask().map(config -> new ModelClient(platform.vertx(), config));
  }

  private Optional<AskConfig> ask() {
    return platform.config().mcp().ask();
  }

  Lakehouse lakehouse() {
    return services.lakehouse();
  }

  /** Deletes memories that have faded. */
  Part memoriesPart() {
    FadedMemories faded = new FadedMemories(platform.vertx(), platform.database());
    return new Part("memories", faded::start, faded::stop);
  }

  /** Resources, prompts and completions, beside the executors. */
  Part contentPart(int instances) {
    return Part.verticle(
        "content",
        platform.vertx(),
        instances,
        () ->
            new ContentVerticle(
                EnvironmentContent.of(services, docs, views),
                services.limiter(),
                platform.audit()));
  }

  private List<Tool> tools() {
    List<Tool> tools = Toolbox.tools(services, docs);
    return ask()
        .map(
            config ->
                AskTool.with(
                    tools,
                    platform.vertx(),
                    model.orElseThrow(),
                    config.limits(),
                    new ChatStore(platform.database(), config.chatLifetime())))
        .orElse(tools);
  }

  /** One executor for each core. */
  Part executorPart(int instances) {
    return Part.verticle(
        "tools",
        platform.vertx(),
        instances,
        () ->
            new ToolVerticle(
                tools(),
                services.limiter(),
                platform.audit(),
                Optional.of(platform.metrics().registry()),
                platform.tracing()));
  }
}
