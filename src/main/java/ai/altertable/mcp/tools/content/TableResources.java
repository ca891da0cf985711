package ai.altertable.mcp.tools.content;

import ai.altertable.mcp.assets.ModelStore;
import ai.altertable.mcp.lakehouse.CatalogInfo;
import ai.altertable.mcp.lakehouse.Lakehouse;
import ai.altertable.mcp.lakehouse.QueryEngine;
import ai.altertable.mcp.lakehouse.QueryFault;
import ai.altertable.mcp.lakehouse.TableInfo;
import ai.altertable.mcp.tools.ToolContext;
import ai.altertable.mcp.tools.data.CatalogDescription;
import ai.altertable.mcp.tools.result.Fence;
import ai.altertable.mcp.tools.search.EnvironmentNames;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** The tables of the environment's catalogs: columns, and what its semantic model says. */
public final class TableResources implements ResourceSource {
  static final String PREFIX = "altertable://connections/";
  static final String TEMPLATE = PREFIX + "{catalog}/{schema}/{table}";

  private static final int MAX_DESCRIPTION = 300;

  private final Lakehouse lakehouse;
  private final EnvironmentNames names;
  private final ModelStore models;

  TableResources(Lakehouse lakehouse, EnvironmentNames names, ModelStore models) {
    this.lakehouse = lakehouse;
    this.names = names;
    this.models = models;
  }

  /** The address of a table. */
  public static String uri(String catalog, String schema, String table) {
    return ResourceAddress.of(PREFIX, catalog, schema, table);
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
            .put("name", "table")
            .put("title", "A table and what its columns mean")
            .put(
                "description",
                "Columns with types and comments, and the dimensions, measures and relations of"
                    + " the table's semantic model")
            .put("mimeType", ResourceContent.JSON));
  }

  @Override
  public Future<List<JsonObject>> list(ToolContext context, String after, int limit) {
    return names
        .tables(context)
        .map(found -> found.tables().stream().map(TableResources::listed).toList())
        .map(listed -> Listed.after(listed, after, limit));
  }

  @Override
  public Future<Optional<ResourceContent>> read(ToolContext context, String uri) {
    List<String> names = ResourceAddress.segments(PREFIX, uri, 3);
    if (names.isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    return lakehouse
        .engine(context.tenant(), names.get(0))
        .compose(
            engine ->
                engine
                    .tables(context.tag(), context.cancellation())
                    .map(tables -> find(tables, names.get(1), names.get(2)))
                    .compose(
                        table ->
                            table.isPresent()
                                ? describe(context, engine, table.get(), uri)
                                : Future.succeededFuture(Optional.<ResourceContent>empty())))
        .recover(TableResources::noCatalog);
  }

  private Future<Optional<ResourceContent>> describe(
      ToolContext context, QueryEngine engine, TableInfo table, String uri) {
    CatalogInfo catalog = engine.catalog();
    return models
        .ofCatalog(context.tenant().environmentId(), catalog.catalog())
        .map(stored -> new CatalogDescription(true, true, stored).describe(table))
        .map(
            described ->
                new JsonObject()
                    .put("environment", context.tenant().path())
                    .put("catalog", catalog.catalog())
                    .put("dialect", catalog.dialect())
                    .mergeIn(described))
        .map(described -> Optional.of(ResourceContent.json(uri, described)));
  }

  private static Optional<TableInfo> find(List<TableInfo> tables, String schema, String name) {
    return tables.stream()
        .filter(table -> table.schema().equals(schema) && table.name().equals(name))
        .findFirst();
  }

  private static Future<Optional<ResourceContent>> noCatalog(Throwable failure) {
    boolean missing =
        failure instanceof QueryFault fault && fault.kind() == QueryFault.Kind.NOT_FOUND;
    return missing ? Future.succeededFuture(Optional.empty()) : Future.failedFuture(failure);
  }

  private static JsonObject listed(EnvironmentNames.Table table) {
    JsonObject listed =
        new JsonObject()
            .put("uri", uri(table.catalog(), table.schema(), table.name()))
            .put("name", table.qualified())
            .put("title", table.schema() + "." + table.name())
            .put("mimeType", ResourceContent.JSON);
    String comment = Fence.line(table.comment(), MAX_DESCRIPTION);
    return listed.put("description", comment.isEmpty() ? "table" : "table: " + comment);
  }
}
