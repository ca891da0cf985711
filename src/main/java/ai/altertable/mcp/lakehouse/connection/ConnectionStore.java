package ai.altertable.mcp.lakehouse.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.lakehouse.CatalogInfo;
import ai.altertable.mcp.lakehouse.connection.ConnectionFault.Kind;
import ai.altertable.mcp.platform.AuditNote;
import ai.altertable.mcp.platform.PlatformDatabase;
import ai.altertable.mcp.platform.SealedColumn;
import ai.altertable.mcp.platform.Secrets;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Rows of table {@code connection}; secrets are sealed on the way in. */
final class ConnectionStore {
  static final SealedColumn SEALED =
      new SealedColumn("connection", "id::text", "secret", "connection/", true);

  private static final Map<String, String> DIALECTS =
      Map.of(
          PostgresSettings.ENGINE, "PostgreSQL",
          DuckDbSettings.ENGINE, "DuckDB",
          TrinoSettings.ENGINE, "Trino");
  private static final String UNIQUE_VIOLATION = "23505";
  private static final String COLUMNS =
      "id, catalog, name, description, engine, settings, secret, version, created_by, created_at,"
          + " updated_at";
  private static final String LIST = "SELECT " + COLUMNS + " FROM connection ORDER BY catalog";
  private static final String FIND = "SELECT " + COLUMNS + " FROM connection WHERE catalog = $1";
  private static final String LOCK = FIND + " FOR UPDATE";
  private static final String COUNT = "SELECT count(*) FROM connection";
  private static final String INSERT =
      "INSERT INTO connection (id, environment_id, catalog, name, engine, description, settings,"
          + " secret, created_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING "
          + COLUMNS;
  private static final String UPDATE =
      "UPDATE connection SET name = $2, description = $3, settings = $4, secret = $5,"
          + " version = version + 1, updated_at = now() WHERE id = $1 RETURNING "
          + COLUMNS;
  private static final String DELETE = "DELETE FROM connection WHERE catalog = $1";

  private final PlatformDatabase database;
  private final Secrets secrets;

  /** A row, as people see it and as engines take it. */
  record Stored(ConnectionView view, ExternalConnection connection) {}

  ConnectionStore(PlatformDatabase database, Secrets secrets) {
    this.database = database;
    this.secrets = secrets;
  }

  Future<List<Stored>> list(Tenant tenant) {
    return database.inEnvironment(
        tenant.environmentId(),
        connection ->
            connection
                .query(LIST)
                .execute()
                .map(
                    rows -> {
                      List<Stored> all = new ArrayList<>();
                      rows.forEach(row -> all.add(stored(tenant, row)));
                      return all;
                    }));
  }

  Future<Optional<Stored>> find(Tenant tenant, String catalog) {
    return database.inEnvironment(
        tenant.environmentId(), connection -> find(connection, FIND, tenant, catalog));
  }

  private Future<Optional<Stored>> find(
      SqlConnection connection, String query, Tenant tenant, String catalog) {
    return connection
        .preparedQuery(query)
        .execute(Tuple.of(catalog))
        .map(
            rows -> {
              var row = rows.iterator();
              return row.hasNext() ? Optional.of(stored(tenant, row.next())) : Optional.empty();
            });
  }

  /**
   * @param most connections of the environment
   */
  Future<ConnectionView> insert(
      ExternalConnection draft, String description, String author, int most, AuditNote note) {
    CatalogInfo info = draft.info();
    Tuple row =
        Tuple.tuple()
            .addValue(draft.key().id())
            .addValue(draft.tenant().environmentId())
            .addValue(info.catalog())
            .addValue(info.name())
            .addValue(info.engine())
            .addValue(description)
            .addValue(draft.settings().toJson())
            .addValue(sealed(draft))
            .addValue(author);
    return database
        .inEnvironment(
            draft.tenant().environmentId(),
            connection ->
                connection
                    .query(COUNT)
                    .execute()
                    .compose(
                        count ->
                            count.iterator().next().getLong(0) >= most
                                ? Future.failedFuture(full(most))
                                : connection.preparedQuery(INSERT).execute(row))
                    .compose(inserted -> note.write(connection).map(inserted)))
        .map(rows -> stored(draft.tenant(), rows.iterator().next()).view())
        .recover(failure -> Future.failedFuture(taken(failure, info.catalog())));
  }

  /** Fails when it was changed by somebody else meanwhile. */
  Future<ConnectionView> update(ExternalConnection draft, String description, AuditNote note) {
    Tuple row =
        Tuple.of(
            draft.key().id(),
            draft.info().name(),
            description,
            draft.settings().toJson(),
            sealed(draft));
    return database.inEnvironment(
        draft.tenant().environmentId(),
        connection ->
            find(connection, LOCK, draft.tenant(), draft.info().catalog())
                .compose(
                    found ->
                        found.map(each -> each.connection().key()).equals(Optional.of(draft.key()))
                            ? connection.preparedQuery(UPDATE).execute(row)
                            : Future.failedFuture(changed()))
                .compose(updated -> note.write(connection).map(updated))
                .map(rows -> stored(draft.tenant(), rows.iterator().next()).view()));
  }

  /** False when there is none. */
  Future<Boolean> delete(Tenant tenant, String catalog, AuditNote note) {
    return database.inEnvironment(
        tenant.environmentId(),
        connection ->
            connection
                .preparedQuery(DELETE)
                .execute(Tuple.of(catalog))
                .compose(
                    deleted ->
                        deleted.rowCount() > 0
                            ? note.write(connection).map(true)
                            : Future.succeededFuture(false)));
  }

  private Stored stored(Tenant tenant, Row row) {
    UUID id = row.getUUID("id");
    String engine = row.getString("engine");
    JsonObject settings = row.getJsonObject("settings");
    Optional<String> secret =
        Optional.ofNullable(row.getBuffer("secret"))
            .map(bytes -> new String(secrets.open(purpose(id), bytes.getBytes()), UTF_8));
    ConnectionView view =
        new ConnectionView(
            id,
            row.getString("catalog"),
            row.getString("name"),
            row.getString("description"),
            engine,
            settings,
            secret.isPresent(),
            row.getString("created_by"),
            instant(row.getOffsetDateTime("created_at")),
            instant(row.getOffsetDateTime("updated_at")));
    return new Stored(
        view,
        new ExternalConnection(
            new ExternalConnection.Key(id, row.getInteger("version")),
            tenant,
            info(view.catalog(), view.name(), engine, view.description()),
            DraftReader.trusted(engine, settings),
            secret));
  }

  static CatalogInfo info(String catalog, String name, String engine, String description) {
    return new CatalogInfo(catalog, name, engine, DIALECTS.get(engine), true, false, description);
  }

  private Buffer sealed(ExternalConnection draft) {
    return draft
        .secret()
        .map(
            secret ->
                Buffer.buffer(secrets.seal(purpose(draft.key().id()), secret.getBytes(UTF_8))))
        .orElse(null);
  }

  private static String purpose(UUID id) {
    return SEALED.purpose(id);
  }

  private static Instant instant(OffsetDateTime time) {
    return time.toInstant();
  }

  private static Throwable taken(Throwable failure, String catalog) {
    return failure instanceof PgException refused && UNIQUE_VIOLATION.equals(refused.getSqlState())
        ? ConnectionFault.of(
            Kind.CONFLICT, "$.catalog", "\"" + catalog + "\" is the name of another connection")
        : failure;
  }

  private static ConnectionFault full(int most) {
    return ConnectionFault.of(
        Kind.CONFLICT, "$", "the environment has " + most + " connections, and may have no more");
  }

  private static ConnectionFault changed() {
    return ConnectionFault.of(
        Kind.CONFLICT, "$", "somebody else has changed the connection meanwhile; look at it again");
  }
}
