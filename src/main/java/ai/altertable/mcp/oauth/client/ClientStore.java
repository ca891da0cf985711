package ai.altertable.mcp.oauth.client;

import ai.altertable.mcp.oauth.policy.AuthMethod;
import ai.altertable.mcp.oauth.policy.ClientKeys;
import ai.altertable.mcp.oauth.policy.ClientMetadata;
import ai.altertable.mcp.oauth.proof.PublicKeys;
import ai.altertable.mcp.platform.AuditNote;
import ai.altertable.mcp.platform.PlatformDatabase;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Clients in the database. */
public final class ClientStore {
  private static final String COLUMNS =
      """
      id, kind, name, redirect_uris, grant_types, auth_method, secret_hash, jwks, jwks_uri, metadata,
      service_account_id, created_at
      """;
  private static final String FIND = "SELECT " + COLUMNS + " FROM oauth_client WHERE id = $1";

  private static final String KNOWN = "SELECT FROM oauth_client WHERE metadata_hash = $1";

  private static final String INSERT =
      """
      INSERT INTO oauth_client (id, kind, name, redirect_uris, grant_types, auth_method, secret_hash,
        jwks, jwks_uri, metadata, metadata_hash)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
      """;

  /** The same client registering again, or at the same time, gets the row that is there. */
  private static final String REGISTER =
      INSERT
          + " ON CONFLICT (metadata_hash) DO UPDATE SET last_used_at = now() RETURNING "
          + COLUMNS;

  /** What a document says now; no other kind of client can be overwritten by one. */
  private static final String REMEMBER =
      INSERT
          + """
          ON CONFLICT (id) DO UPDATE SET name = excluded.name, redirect_uris = excluded.redirect_uris,
            grant_types = excluded.grant_types, auth_method = excluded.auth_method,
            jwks = excluded.jwks, jwks_uri = excluded.jwks_uri, metadata = excluded.metadata,
            last_used_at = now()
          WHERE oauth_client.kind = 'document'
          """;

  private static final String USE = "UPDATE oauth_client SET last_used_at = now() WHERE id = $1";

  private final PlatformDatabase database;

  public ClientStore(PlatformDatabase database) {
    this.database = database;
  }

  public Future<Optional<Client>> find(String id) {
    if (id.indexOf('\0') >= 0) {
      return Future.succeededFuture(Optional.empty()); // no text of PostgreSQL holds it
    }
    return one(database.pool(), FIND, Tuple.of(id));
  }

  /**
   * Whether a client registered with the same metadata before.
   *
   * @param metadataHash what makes it the same one
   */
  Future<Boolean> known(byte[] metadataHash) {
    return database
        .pool()
        .preparedQuery(KNOWN)
        .execute(Tuple.of(Buffer.buffer(metadataHash)))
        .map(rows -> rows.size() > 0);
  }

  /**
   * Stores a registration, and records it.
   *
   * @param client new
   * @param metadataHash what makes another registration the same client; empty: nothing does
   * @param note what is written with it, once its id is known
   * @return the client, under its older id when it was registered before
   */
  Future<Client> register(
      Client client, Optional<byte[]> metadataHash, Function<String, AuditNote> note) {
    return database.inTransaction(
        connection ->
            one(connection, REGISTER, row(client, metadataHash))
                .map(Optional::orElseThrow)
                .compose(made -> note.apply(made.id()).write(connection).map(made)));
  }

  /**
   * Notes that a client is used, so that it is not swept away; keeps what its document said.
   *
   * @param client that a user has just allowed something
   */
  public static Future<Void> use(SqlConnection connection, Client client) {
    Future<RowSet<Row>> used =
        client.kind() == ClientKind.DOCUMENT
            ? connection.preparedQuery(REMEMBER).execute(row(client, Optional.empty()))
            : connection.preparedQuery(USE).execute(Tuple.of(client.id()));
    return used.mapEmpty();
  }

  private static Future<Optional<Client>> one(SqlClient client, String sql, Tuple parameters) {
    return client
        .preparedQuery(sql)
        .execute(parameters)
        .map(
            rows ->
                rows.size() == 0 ? Optional.empty() : Optional.of(client(rows.iterator().next())));
  }

  private static Tuple row(Client client, Optional<byte[]> metadataHash) {
    ClientMetadata metadata = client.metadata();
    JsonObject keys = new JsonObject();
    metadata.keys().ifPresent(known -> known.echo(keys));
    return Tuple.tuple()
        .addString(client.id())
        .addString(client.kind().wire())
        .addString(metadata.name())
        .addArrayOfString(metadata.redirectUris().toArray(String[]::new))
        .addArrayOfString(metadata.grantTypes().toArray(String[]::new))
        .addString(metadata.authMethod().wire())
        .addBuffer(client.secretHash().map(Buffer::buffer).orElse(null))
        .addJsonObject(keys.getJsonObject("jwks"))
        .addString(keys.getString("jwks_uri"))
        .addJsonObject(metadata.extra())
        .addBuffer(metadataHash.map(Buffer::buffer).orElse(null));
  }

  private static Client client(Row row) {
    ClientMetadata metadata =
        new ClientMetadata(
            List.of(row.getArrayOfStrings("redirect_uris")),
            List.of(row.getArrayOfStrings("grant_types")),
            AuthMethod.parse(row.getString("auth_method")).orElseThrow(),
            keys(row),
            row.getString("name"),
            row.get(JsonObject.class, "metadata"));
    return new Client(
        row.getString("id"),
        ClientKind.parse(row.getString("kind")),
        metadata,
        Optional.ofNullable(row.getBuffer("secret_hash")).map(Buffer::getBytes),
        Optional.ofNullable(row.getUUID("service_account_id")),
        row.getOffsetDateTime("created_at").toInstant());
  }

  private static Optional<ClientKeys> keys(Row row) {
    JsonObject jwks = row.get(JsonObject.class, "jwks");
    if (jwks != null) {
      return Optional.of(new ClientKeys.Inline(PublicKeys.parse(jwks)));
    }
    return Optional.ofNullable(row.getString("jwks_uri")).map(ClientKeys.Published::new);
  }
}
