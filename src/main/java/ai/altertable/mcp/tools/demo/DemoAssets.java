package ai.altertable.mcp.tools.demo;

import ai.altertable.mcp.analytics.insight.InsightParser;
import ai.altertable.mcp.analytics.semantic.SemanticModel;
import ai.altertable.mcp.analytics.semantic.SemanticModelParser;
import ai.altertable.mcp.assets.Dashboard;
import ai.altertable.mcp.assets.DashboardStore;
import ai.altertable.mcp.assets.Discovery;
import ai.altertable.mcp.assets.DiscoveryStore;
import ai.altertable.mcp.assets.Insight;
import ai.altertable.mcp.assets.InsightStore;
import ai.altertable.mcp.assets.Knowledge;
import ai.altertable.mcp.assets.KnowledgeStore;
import ai.altertable.mcp.assets.Memory;
import ai.altertable.mcp.assets.MemoryStore;
import ai.altertable.mcp.assets.ModelStore;
import ai.altertable.mcp.assets.Notification;
import ai.altertable.mcp.assets.NotificationStore;
import ai.altertable.mcp.assets.Page;
import ai.altertable.mcp.assets.PageRequest;
import ai.altertable.mcp.assets.StoredModel;
import ai.altertable.mcp.platform.PlatformDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * Saves the things of {@code conf/demo/assets-<environment>.yaml} through the same parsers and
 * stores that tools use. What is there already under the same title is left alone, so loading again
 * changes nothing, and completes a load that was cut off.
 */
public final class DemoAssets {
  private static final String AUTHOR = "demo@altertable.local";
  private static final PageRequest ALL = new PageRequest(1000, null);

  private final ModelStore models;
  private final InsightStore insights;
  private final DashboardStore dashboards;
  private final NotificationStore notifications;
  private final DiscoveryStore discoveries;
  private final MemoryStore memories;
  private final KnowledgeStore knowledge;

  public DemoAssets(PlatformDatabase database) {
    models = new ModelStore(database);
    insights = new InsightStore(database);
    dashboards = new DashboardStore(database);
    notifications = new NotificationStore(database);
    discoveries = new DiscoveryStore(database, notifications);
    memories = new MemoryStore(database);
    knowledge = new KnowledgeStore(database);
  }

  /**
   * Saves what the environment's file holds; nothing when there is no file for its name.
   *
   * @param environmentId of the environment
   * @param environment its slug
   */
  public Future<Void> load(Vertx vertx, UUID environmentId, String environment) {
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    return vertx
        .executeBlocking(() -> DemoFile.read(environment, today))
        .compose(
            file -> file.isPresent() ? save(environmentId, file.get()) : Future.succeededFuture());
  }

  private Future<Void> save(UUID id, DemoFile file) {
    return each(
            file,
            "semantic_models",
            listed(
                models.list(id, ModelStore.Filter.NONE, ALL), DemoAssets::name, StoredModel::slug),
            item -> saveModel(id, item))
        .compose(
            done ->
                each(
                    file,
                    "insights",
                    listed(
                        insights.list(id, null, null, ALL),
                        insight -> insight.draft().title(),
                        Insight::slug),
                    item -> saveInsight(id, item)))
        .compose(
            done ->
                each(
                    file,
                    "dashboards",
                    listed(
                        dashboards.list(id, null, null, ALL),
                        dashboard -> dashboard.draft().title(),
                        Dashboard::slug),
                    item -> saveDashboard(id, item)))
        .compose(
            done ->
                each(
                    file,
                    "discoveries",
                    listed(
                        discoveries.list(id, DiscoveryStore.Filter.NONE, ALL),
                        discovery -> discovery.draft().title(),
                        Discovery::slug),
                    item -> saveDiscovery(id, item)))
        .compose(
            done ->
                each(
                    file,
                    "memories",
                    listed(
                        memories.list(id, ALL), memory -> memory.draft().content(), Memory::slug),
                    item -> saveMemory(id, item)))
        .compose(
            done ->
                each(
                    file,
                    "knowledge",
                    listed(
                        knowledge.list(id, ALL), entry -> entry.draft().title(), Knowledge::slug),
                    item -> saveKnowledge(id, item)))
        .compose(
            done ->
                each(
                    file,
                    "notifications",
                    listed(
                        notifications.list(id, null, null, ALL),
                        notification -> notification.draft().title(),
                        Notification::slug),
                    item -> saveNotification(id, item)));
  }

  private static <T> Future<Map<String, String>> listed(
      Future<Page<T>> page, Function<T, String> name, Function<T, String> slug) {
    return page.map(
        all -> {
          Map<String, String> slugs = new HashMap<>();
          all.items().forEach(item -> slugs.put(name.apply(item), slug.apply(item)));
          return slugs;
        });
  }

  /** One after the other, in the order of the file, which numbers the slugs. */
  private static Future<Void> each(
      DemoFile file,
      String kind,
      Future<Map<String, String>> there,
      Function<JsonObject, Future<String>> save) {
    return there.compose(
        slugs -> {
          Future<Void> saved = Future.succeededFuture();
          for (JsonObject item : file.items(kind)) {
            saved =
                saved.compose(
                    before -> {
                      JsonObject resolved = file.resolved(item);
                      String slug = slugs.get(name(resolved));
                      return (slug == null ? save.apply(resolved) : Future.succeededFuture(slug))
                          .onSuccess(known -> file.saved(item, known))
                          .mapEmpty();
                    });
          }
          return saved;
        });
  }

  private Future<String> saveModel(UUID id, JsonObject item) {
    SemanticModel model = SemanticModelParser.parse(item);
    StoredModel.Draft draft =
        new StoredModel.Draft(
            model.table().catalog(),
            model.table().schema(),
            model.table().table(),
            model.description(),
            model.endorsement().name().toLowerCase(Locale.ROOT),
            item);
    return models.create(id, draft, AUTHOR).map(StoredModel::slug);
  }

  private Future<String> saveInsight(UUID id, JsonObject item) {
    String kind = item.getString("kind");
    JsonObject definition = item.getJsonObject("definition");
    InsightParser.parse(kind, definition);
    Insight.Draft draft =
        new Insight.Draft(
            kind,
            item.getString("title"),
            item.getString("description", ""),
            definition,
            item.getString("visualization", "table"));
    return insights.create(id, draft, AUTHOR).map(Insight::slug);
  }

  private Future<String> saveDashboard(UUID id, JsonObject item) {
    Dashboard.Draft draft =
        new Dashboard.Draft(
            item.getString("title"),
            item.getString("description", ""),
            item.getJsonArray("widgets"),
            texts(item, "labels"));
    return dashboards.create(id, draft, AUTHOR).map(Dashboard::slug);
  }

  private Future<String> saveDiscovery(UUID id, JsonObject item) {
    Discovery.Draft draft =
        new Discovery.Draft(
            item.getString("title"),
            item.getString("summary"),
            item.getString("explanation"),
            item.getString("content"),
            texts(item, "context_slugs"));
    JsonObject review = item.getJsonObject("review");
    Future<String> saved =
        discoveries
            .create(id, draft, item.getBoolean("notify", true), AUTHOR)
            .map(kept -> kept.discovery().slug());
    return review == null
        ? saved
        : saved.compose(slug -> discoveries.review(id, slug, review(review)).map(slug));
  }

  private Future<String> saveMemory(UUID id, JsonObject item) {
    Memory.Draft draft =
        new Memory.Draft(
            item.getString("type"),
            item.getString("content"),
            item.getInteger("importance"),
            texts(item, "tags"),
            item.getString("source_slug"));
    return memories.tell(id, draft, AUTHOR, "demo").map(told -> told.memory().slug());
  }

  private Future<String> saveKnowledge(UUID id, JsonObject item) {
    Knowledge.Draft draft = new Knowledge.Draft(item.getString("title"), item.getString("content"));
    return knowledge.create(id, draft, AUTHOR).map(Knowledge::slug);
  }

  private Future<String> saveNotification(UUID id, JsonObject item) {
    Notification.Draft draft =
        new Notification.Draft(
            item.getString("title"), item.getString("body"), item.getString("source_slug"), true);
    return notifications.create(id, draft, AUTHOR).map(sent -> sent.notification().slug());
  }

  private static Discovery.Review review(JsonObject review) {
    return new Discovery.Review(review.getString("status"), review.getString("reason"));
  }

  /** What tells an item of a kind from the others. */
  private static String name(JsonObject item) {
    if (item.containsKey("table")) {
      return item.getString("schema") + "." + item.getString("table");
    }
    return item.getString("title", item.getString("content"));
  }

  private static String name(StoredModel model) {
    return model.draft().schema() + "." + model.draft().table();
  }

  private static List<String> texts(JsonObject item, String name) {
    return item.getJsonArray(name, new JsonArray()).stream().map(String.class::cast).toList();
  }
}
