package ai.altertable.mcp.tools.content;

import ai.altertable.mcp.assets.Entities;
import ai.altertable.mcp.assets.ModelStore;
import ai.altertable.mcp.bus.ContentOutcome;
import ai.altertable.mcp.bus.ContentRequest;
import ai.altertable.mcp.docs.DocIndex;
import ai.altertable.mcp.tools.ToolContext;
import ai.altertable.mcp.tools.ToolFault;
import ai.altertable.mcp.tools.ToolServices;
import ai.altertable.mcp.tools.data.EventCatalog;
import ai.altertable.mcp.tools.data.Statements;
import ai.altertable.mcp.tools.search.EnvironmentNames;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;

/** Resources, prompts and completions of the caller's environment. Used from one context. */
public final class EnvironmentContent {
  private final Resources resources;
  private final Prompts prompts;
  private final Completions completions;

  private EnvironmentContent(Resources resources, Prompts prompts, Completions completions) {
    this.resources = resources;
    this.prompts = prompts;
    this.completions = completions;
  }

  /**
   * @param docs {@link DocIndex#load}, shared by all
   * @param views shared by all
   */
  public static EnvironmentContent of(ToolServices services, DocIndex docs, Views views) {
    EnvironmentNames names = names(services);
    Entities entities = new Entities(services.database());
    EnvironmentFacts facts = new EnvironmentFacts(services.database(), services.lakehouse(), names);
    Completers completers = new Completers(services.lakehouse(), names, entities, docs);
    Prompts prompts =
        new Prompts(
            List.of(
                new ExplorePrompt(facts),
                new FunnelPrompt(names, completers),
                new QueryPrompt(facts, completers)));
    return new EnvironmentContent(
        resources(services, docs, names, entities).with(views),
        prompts,
        new Completions(completers.templates(), prompts));
  }

  /** The names of tables and events, for what is used from the same context. */
  public static EnvironmentNames names(ToolServices services) {
    return new EnvironmentNames(
        services.lakehouse(),
        new EventCatalog(services.lakehouse(), new Statements(services.limits())),
        Clock.systemUTC());
  }

  /** All resources. */
  public static Resources resources(
      ToolServices services, DocIndex docs, EnvironmentNames names, Entities entities) {
    return new Resources(
        List.of(
            new DocResources(docs),
            SchemaResources.load(),
            new TableResources(services.lakehouse(), names, new ModelStore(services.database())),
            new EntityResources(entities)));
  }

  /** Answers; fails with {@link ToolFault} when the parameters are wrong. */
  Future<ContentOutcome> answer(ToolContext context, ContentRequest request) {
    JsonObject params = request.params();
    return switch (request.method()) {
      case "resources/list" ->
          resources.list(context, params.getValue("cursor")).map(ContentOutcome.Found::new);
      case "resources/templates/list" -> found("resourceTemplates", resources.templates());
      case "resources/read" -> read(context, params);
      case "prompts/list" -> found("prompts", prompts.list());
      case "prompts/get" -> prompt(context, params);
      case "completion/complete" -> completions.complete(context, params);
      default -> throw new IllegalArgumentException("unknown method " + request.method());
    };
  }

  private Future<ContentOutcome> read(ToolContext context, JsonObject params) {
    if (!(params.getValue("uri") instanceof String uri)) {
      throw new ToolFault("params.uri must be a string");
    }
    return resources
        .read(context, uri)
        .map(
            found ->
                found
                    .<ContentOutcome>map(
                        content ->
                            new ContentOutcome.Found(
                                new JsonObject()
                                    .put("contents", new JsonArray().add(content.toJson()))))
                    .orElseGet(() -> new ContentOutcome.Missing(uri)));
  }

  private Future<ContentOutcome> prompt(ToolContext context, JsonObject params) {
    if (!(params.getValue("name") instanceof String name)) {
      throw new ToolFault("params.name must be a string");
    }
    return prompts
        .find(name)
        .map(
            prompt ->
                prompts
                    .get(context, prompt, params.getValue("arguments"))
                    .<ContentOutcome>map(ContentOutcome.Found::new))
        .orElseGet(() -> Future.succeededFuture(new ContentOutcome.Missing(name)));
  }

  private static Future<ContentOutcome> found(String name, Object items) {
    return Future.succeededFuture(new ContentOutcome.Found(new JsonObject().put(name, items)));
  }
}
