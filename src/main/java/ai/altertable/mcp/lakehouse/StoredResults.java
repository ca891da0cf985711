package ai.altertable.mcp.lakehouse;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.lakehouse.QueryFault.Detail;
import ai.altertable.mcp.platform.BoundedWorker;
import ai.altertable.mcp.platform.Gzip;
import ai.altertable.mcp.platform.PlatformDatabase;
import ai.altertable.mcp.platform.Secrets;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;

/**
 * Results in the platform database, so that any node can read them again. Row-level security binds
 * them to their environment; the handle's hash is the key.
 */
public final class StoredResults implements ResultPages {
  /** Results that a grant keeps at a time; the oldest gives way. */
  private static final int MAX_OF_GRANT = 50;

  private static final String PURGE = "DELETE FROM query_result WHERE expires_at < now()";
  private static final String MAKE_ROOM =
      "DELETE FROM query_result WHERE handle_hash IN (SELECT handle_hash FROM query_result"
          + " WHERE grant_id = $1 ORDER BY expires_at DESC OFFSET $2)";
  private static final String INSERT =
      "INSERT INTO query_result (handle_hash, environment_id, grant_id, description, rows,"
          + " expires_at) VALUES ($1, $2, $3, $4, $5, $6)";
  private static final String SELECT =
      "SELECT description, rows, expires_at FROM query_result"
          + " WHERE handle_hash = $1 AND grant_id = $2 AND expires_at > now()";

  private final PlatformDatabase database;
  private final BoundedWorker worker;
  private final Duration lifetime;

  /**
   * A result to keep.
   *
   * @param rows a JSON array of arrays
   * @param complete false when the statement had more rows
   */
  public record Draft(
      String catalog, List<Column> columns, Buffer rows, Instant asOf, boolean complete) {
    public Draft {
      requireNonNull(catalog, "catalog is null");
      requireNonNull(rows, "rows is null");
      requireNonNull(asOf, "asOf is null");
      columns = List.copyOf(columns);
    }
  }

  /**
   * @param worker packs and unpacks
   * @param lifetime of a handle
   */
  public StoredResults(PlatformDatabase database, BoundedWorker worker, Duration lifetime) {
    this.database = database;
    this.worker = worker;
    this.lifetime = lifetime;
  }

  /**
   * Keeps a result; expired ones of the environment go.
   *
   * @return its handle
   */
  public Future<String> save(UUID environmentId, UUID grantId, Draft draft) {
    String handle = Secrets.randomToken();
    JsonObject description =
        new JsonObject()
            .put("catalog", draft.catalog())
            .put("columns", columns(draft.columns()))
            .put("as_of", draft.asOf().toString())
            .put("complete", draft.complete());
    OffsetDateTime expires = Instant.now().plus(lifetime).atOffset(ZoneOffset.UTC);
    return worker
        .run(() -> Gzip.zip(draft.rows()))
        .compose(
            zipped ->
                database.inEnvironment(
                    environmentId,
                    connection ->
                        connection
                            .query(PURGE)
                            .execute()
                            .compose(
                                purged ->
                                    connection
                                        .preparedQuery(MAKE_ROOM)
                                        .execute(Tuple.of(grantId, MAX_OF_GRANT - 1)))
                            .compose(
                                room ->
                                    connection
                                        .preparedQuery(INSERT)
                                        .execute(
                                            Tuple.of(
                                                Buffer.buffer(Secrets.hash(handle)),
                                                environmentId,
                                                grantId,
                                                description,
                                                zipped,
                                                expires)))))
        .map(handle);
  }

  @Override
  public Future<KeptResult> read(Tenant tenant, UUID grantId, String handle) {
    return database
        .inEnvironment(
            tenant.environmentId(),
            connection ->
                connection
                    .preparedQuery(SELECT)
                    .execute(Tuple.of(Buffer.buffer(Secrets.hash(handle)), grantId)))
        .compose(
            rows -> {
              Iterator<Row> found = rows.iterator();
              return found.hasNext() ? unpack(found.next()) : Future.failedFuture(unknown());
            });
  }

  private Future<KeptResult> unpack(Row row) {
    JsonObject description = row.getJsonObject("description");
    return worker
        .run(() -> new JsonArray(Gzip.unzip(row.getBuffer("rows"))))
        .map(
            rows ->
                new KeptResult(
                    description.getString("catalog"),
                    columns(description.getJsonArray("columns")),
                    rows,
                    Instant.parse(description.getString("as_of")),
                    row.getOffsetDateTime("expires_at").toInstant(),
                    description.getBoolean("complete")));
  }

  private static QueryFault unknown() {
    return new QueryFault(
        QueryFault.Kind.NOT_FOUND,
        "There is no such result, or it has expired.",
        Detail.hint("Run the query again: its answer names a new handle."));
  }

  private static JsonArray columns(List<Column> columns) {
    JsonArray json = new JsonArray();
    columns.forEach(
        column -> json.add(new JsonObject().put("name", column.name()).put("type", column.type())));
    return json;
  }

  private static List<Column> columns(JsonArray json) {
    return json.stream()
        .map(JsonObject.class::cast)
        .map(column -> new Column(column.getString("name"), column.getString("type"), true, ""))
        .toList();
  }
}
