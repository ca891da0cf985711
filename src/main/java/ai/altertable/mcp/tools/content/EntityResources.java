package ai.altertable.mcp.tools.content;

import ai.altertable.mcp.assets.Entities;
import ai.altertable.mcp.assets.Entity;
import ai.altertable.mcp.assets.EntityKind;
import ai.altertable.mcp.tools.ToolContext;
import ai.altertable.mcp.tools.result.Fence;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What people and agents saved in the environment, by slug. */
public final class EntityResources implements ResourceSource {
  static final String PREFIX = "altertable://ontology/entities/";
  static final String TEMPLATE = PREFIX + "{slug}";

  private static final Pattern SLUG = Pattern.compile("[A-Z]{3}-[0-9]{1,9}");
  private static final int MAX_DESCRIPTION = 300;

  private final Entities entities;

  EntityResources(Entities entities) {
    this.entities = entities;
  }

  /** The address of what is saved under a slug. */
  public static String uri(String slug) {
    return PREFIX + slug;
  }

  @Override
  public String prefix() {
    return PREFIX;
  }

  @Override
  public Optional<JsonObject> template() {
    return Optional.of(
        new JsonObject()
            .put("uriTemplate", TEMPLATE)
            .put("name", "entity")
            .put("title", "Something saved, by its slug")
            .put(
                "description",
                "Semantic models (MDL-1), insights (INS-1), segments (SGM-1), dashboards (DSH-1),"
                    + " discoveries (DSC-1), memories (MEM-1), knowledge (KNW-1), notifications (NTF-1), whole")
            .put("mimeType", ResourceContent.JSON));
  }

  @Override
  public Future<List<JsonObject>> list(ToolContext context, String after, int limit) {
    String slug = after == null ? null : slug(after);
    if (after != null && slug == null) {
      throw Resources.notACursor();
    }
    return entities
        .list(context.tenant().environmentId(), slug, limit)
        .map(listed -> listed.stream().map(EntityResources::listed).toList());
  }

  @Override
  public Future<Optional<ResourceContent>> read(ToolContext context, String uri) {
    String slug = slug(uri);
    if (slug == null) {
      return Future.succeededFuture(Optional.empty());
    }
    return entities
        .find(context.tenant().environmentId(), slug)
        .map(found -> found.map(whole -> content(context, uri, whole)));
  }

  /** Null when the address has none. */
  private static String slug(String uri) {
    String slug = uri.substring(PREFIX.length());
    return SLUG.matcher(slug).matches() && EntityKind.ofSlug(slug).isPresent() ? slug : null;
  }

  private static JsonObject listed(Entity entity) {
    JsonObject listed =
        new JsonObject()
            .put("uri", uri(entity.slug()))
            .put("name", entity.slug())
            .put("title", Fence.line(entity.title(), MAX_DESCRIPTION))
            .put("mimeType", ResourceContent.JSON)
            .put(
                "annotations", new JsonObject().put("lastModified", entity.updatedAt().toString()));
    String kind = entity.kind().wire().replace('_', ' ');
    String summary = Fence.line(entity.summary(), MAX_DESCRIPTION);
    return listed.put("description", summary.isEmpty() ? kind : kind + ": " + summary);
  }

  private static ResourceContent content(ToolContext context, String uri, Entities.Whole whole) {
    Entity head = whole.head();
    JsonObject json =
        new JsonObject()
            .put("slug", head.slug())
            .put("entity", head.kind().wire())
            .put("environment", context.tenant().path())
            .put("created_by", head.createdBy())
            .put("created_at", head.createdAt().toString())
            .put("updated_at", head.updatedAt().toString())
            .mergeIn(whole.content());
    return ResourceContent.json(uri, json);
  }
}
