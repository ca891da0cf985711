package ai.altertable.mcp.assets;

import ai.altertable.mcp.platform.PlatformDatabase;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Saved semantic models. */
public final class ModelStore {
  /** Most models that are read at once beside a catalog's tables. */
  private static final int MAX_OF_CATALOG = 1000;

  private static final String FILTER =
      """
      ($1::text IS NULL OR catalog = $1)
      AND ($2::text IS NULL OR endorsement = $2)
      AND ($3::text IS NULL
           OR strpos(lower(schema_name || '.' || table_name || ' ' || description), lower($3)) > 0)""";
  private static final String INSERT =
      """
      INSERT INTO semantic_model
        (environment_id, slug, catalog, schema_name, table_name, description, endorsement,
         definition, created_by)
      VALUES (current_environment(), $1, $2, $3, $4, $5, $6, $7, $8)
      RETURNING *""";

  private static final String KEEP =
      """
      INSERT INTO semantic_model_version
        (environment_id, slug, version, description, endorsement, definition, saved_by, saved_at)
      SELECT environment_id, slug, version, description, endorsement, definition,
        coalesce(updated_by, created_by), updated_at
      FROM semantic_model WHERE slug = $1 AND version = $2 FOR UPDATE""";
  private static final String UPDATE =
      """
      UPDATE semantic_model
      SET description = $3, endorsement = $4, definition = $5, updated_by = $6,
        updated_at = now(), version = version + 1
      WHERE slug = $1 AND version = $2
      RETURNING *""";
  private static final String OF_TABLE = "catalog = $1 AND schema_name = $2 AND table_name = $3";

  private final AssetRows<StoredModel> rows;

  public ModelStore(PlatformDatabase database) {
    this.rows = new AssetRows<>(database, "semantic_model", StoredModel::read, StoredModel::slug);
  }

  /**
   * What to list; each part may be null for all.
   *
   * @param search part of {@code schema.table} or of the description
   */
  public record Filter(String catalog, String endorsement, String search) {
    public static final Filter NONE = new Filter(null, null, null);
  }

  /** The newest first. */
  public Future<Page<StoredModel>> list(UUID environmentId, Filter filter, PageRequest request) {
    return rows.list(
        environmentId,
        FILTER,
        Arrays.asList(filter.catalog(), filter.endorsement(), filter.search()),
        request);
  }

  /** All models of one catalog, up to {@value #MAX_OF_CATALOG}. */
  public Future<List<StoredModel>> ofCatalog(UUID environmentId, String catalog) {
    return list(
            environmentId, new Filter(catalog, null, null), new PageRequest(MAX_OF_CATALOG, null))
        .map(Page::items);
  }

  public Future<Optional<StoredModel>> find(UUID environmentId, String slug) {
    return rows.find(environmentId, slug);
  }

  /** The model of one table. */
  public Future<Optional<StoredModel>> ofTable(
      UUID environmentId, String catalog, String schema, String table) {
    return rows.list(
            environmentId, OF_TABLE, List.of(catalog, schema, table), new PageRequest(1, null))
        .map(page -> page.items().stream().findFirst());
  }

  public Future<StoredModel> create(UUID environmentId, StoredModel.Draft draft, String author) {
    return create(environmentId, draft, author, true);
  }

  /**
   * @param keep false for a trial, after which nothing is saved
   */
  public Future<StoredModel> create(
      UUID environmentId, StoredModel.Draft draft, String author, boolean keep) {
    List<Object> values =
        List.of(
            draft.catalog(),
            draft.schema(),
            draft.table(),
            draft.description(),
            draft.endorsement(),
            draft.definition(),
            author);
    return rows.change(
        environmentId, keep, connection -> rows.insert(connection, "MDL", INSERT, values));
  }

  /**
   * Changes a model; its table stays.
   *
   * @param current what the change was made from
   * @param keep false for a trial, after which nothing is saved
   * @return empty when somebody else changed or deleted it meanwhile
   */
  public Future<Optional<StoredModel>> update(
      UUID environmentId,
      StoredModel current,
      StoredModel.Draft draft,
      String author,
      boolean keep) {
    List<Object> values =
        List.of(
            current.slug(),
            current.saved().version(),
            draft.description(),
            draft.endorsement(),
            draft.definition(),
            author);
    return rows.change(
        environmentId, keep, connection -> rows.update(connection, KEEP, UPDATE, values));
  }
}
