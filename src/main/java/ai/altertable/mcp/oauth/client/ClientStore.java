package ai.altertable.mcp.oauth.client;

import ai.altertable.mcp.oauth.policy.AuthMethod;
import ai.altertable.mcp.oauth.policy.ClientMetadata;
import ai.altertable.mcp.platform.PlatformDatabase;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;

/** Clients in the database. */
public final class ClientStore {
  private static final String FIND =
      """
      SELECT id, name, redirect_uris, grant_types, auth_method, secret_hash, metadata,
             service_account_id, created_at
      FROM oauth_client WHERE id = $1
      """;

  /** The same public client registering again gets the row that is there. */
  private static final String REGISTER =
      """
      INSERT INTO oauth_client
        (id, kind, name, redirect_uris, grant_types, auth_method, secret_hash, metadata, metadata_hash)
      VALUES ($1, 'registered', $2, $3, $4, $5, $6, $7, $8)
      ON CONFLICT (metadata_hash) DO UPDATE SET last_used_at = now()
      RETURNING id, created_at
      """;

  private final PlatformDatabase database;

  public ClientStore(PlatformDatabase database) {
    this.database = database;
  }

  public Future<Optional<Client>> find(String id) {
    return database
        .pool()
        .preparedQuery(FIND)
        .execute(Tuple.of(id))
        .map(
            rows ->
                rows.size() == 0 ? Optional.empty() : Optional.of(client(rows.iterator().next())));
  }

  /**
   * Stores a registration.
   *
   * @param id for a new client
   * @param secretHash of a confidential client
   * @param metadataHash of a public client: what makes it the same one
   * @return the client, under its older id when it was registered before
   */
  Future<Client> register(
      String id,
      ClientMetadata metadata,
      Optional<byte[]> secretHash,
      Optional<byte[]> metadataHash) {
    Tuple row =
        Tuple.tuple()
            .addString(id)
            .addString(metadata.name())
            .addArrayOfString(metadata.redirectUris().toArray(String[]::new))
            .addArrayOfString(metadata.grantTypes().toArray(String[]::new))
            .addString(metadata.authMethod().wire())
            .addBuffer(secretHash.map(Buffer::buffer).orElse(null))
            .addJsonObject(metadata.extra())
            .addBuffer(metadataHash.map(Buffer::buffer).orElse(null));
    return database
        .pool()
        .preparedQuery(REGISTER)
        .execute(row)
        .map(rows -> rows.iterator().next())
        .map(
            stored ->
                new Client(
                    stored.getString("id"),
                    metadata,
                    secretHash,
                    Optional.empty(),
                    stored.getOffsetDateTime("created_at").toInstant()));
  }

  private static Client client(Row row) {
    ClientMetadata metadata =
        new ClientMetadata(
            List.of(row.getArrayOfStrings("redirect_uris")),
            List.of(row.getArrayOfStrings("grant_types")),
            AuthMethod.parse(row.getString("auth_method")).orElseThrow(),
            row.getString("name"),
            row.get(JsonObject.class, "metadata"));
    return new Client(
        row.getString("id"),
        metadata,
        Optional.ofNullable(row.getBuffer("secret_hash")).map(Buffer::getBytes),
        Optional.ofNullable(row.getUUID("service_account_id")),
        row.getOffsetDateTime("created_at").toInstant());
  }
}
