package ai.altertable.mcp.oauth.client;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.oauth.policy.AuthMethod;
import ai.altertable.mcp.oauth.proof.PublicKeys;
import ai.altertable.mcp.platform.AuditEvent;
import ai.altertable.mcp.platform.AuditLog;
import ai.altertable.mcp.platform.AuditNote;
import ai.altertable.mcp.platform.PlatformDatabase;
import ai.altertable.mcp.platform.Secrets;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * {@code service-account create}: clients of the client_credentials grant, bound to one
 * environment.
 */
public final class ServiceAccounts {
  private static final int LONGEST_NAME = 200;
  private static final String ENVIRONMENT =
      """
      SELECT e.id, e.organization_id FROM environment e JOIN organization o ON o.id = e.organization_id
      WHERE o.slug = $1 AND e.slug = $2
      """;
  private static final String ACCOUNT =
      "INSERT INTO service_account (environment_id, name, scope) VALUES ($1, $2, $3) RETURNING id";
  private static final String CLIENT =
      """
      INSERT INTO oauth_client
        (id, kind, name, grant_types, auth_method, secret_hash, jwks, service_account_id)
      VALUES ($1, 'service_account', $2, '{client_credentials}', $3, $4, $5, $6)
      """;

  private final PlatformDatabase database;
  private final AuditLog audit;

  public ServiceAccounts(PlatformDatabase database, AuditLog audit) {
    this.database = database;
    this.audit = audit;
  }

  /**
   * What is wanted.
   *
   * @param name for people
   * @param scopes that its tokens at the MCP endpoint may have
   * @param admin whether it may also administer its organization through the API
   * @param keys public keys that it signs with ({@code private_key_jwt}); empty gives it a secret
   */
  public record Wanted(String name, Set<Scope> scopes, boolean admin, Optional<PublicKeys> keys) {
    public Wanted {
      requireNonNull(name, "name is null");
      scopes = Set.copyOf(scopes);
      requireNonNull(keys, "keys is null");
    }

    private String[] scopeNames() {
      Stream<String> names = scopes.stream().sorted().map(Scope::wire);
      return Stream.concat(names, admin ? Stream.of("admin") : Stream.empty())
          .toArray(String[]::new);
    }
  }

  /**
   * A new service account's credentials; the secret is told only here.
   *
   * @param clientId OAuth client
   * @param clientSecret 256 random bits, or empty when it signs with a key
   */
  public record Credentials(String clientId, Optional<String> clientSecret) {
    @Override
    public String toString() {
      return "Credentials[" + clientId + "]";
    }
  }

  /**
   * Makes a service account on an operator's word, and records it.
   *
   * @param organization slug
   * @param environment slug
   * @return fails with {@link IllegalArgumentException}, whose message is for the operator
   */
  public Future<Credentials> create(String organization, String environment, Wanted wanted) {
    return database.inTransaction(
        connection ->
            create(
                connection,
                organization,
                environment,
                wanted,
                (place, made) ->
                    audit.note(
                        AuditEvent.byOperator(
                            "service_account.create",
                            made.clientId(),
                            place.organizationId(),
                            place.environmentId(),
                            wanted.name()))));
  }

  /** The same in a transaction of the caller, who records it. */
  public Future<Credentials> create(
      SqlConnection connection, String organization, String environment, Wanted wanted) {
    return create(
        connection,
        organization,
        environment,
        wanted,
        (place, made) -> transaction -> Future.succeededFuture());
  }

  private record Place(UUID organizationId, UUID environmentId) {}

  private static Future<Credentials> create(
      SqlConnection connection,
      String organization,
      String environment,
      Wanted wanted,
      BiFunction<Place, Credentials, AuditNote> note) {
    if (wanted.name().isBlank() || wanted.name().length() > LONGEST_NAME) {
      return refused("the name must have 1 to " + LONGEST_NAME + " characters");
    }
    if (wanted.scopeNames().length == 0) {
      return refused("the scope must hold read, write or admin");
    }
    return place(connection, organization, environment)
        .compose(
            place ->
                insert(connection, place.environmentId(), wanted)
                    .compose(made -> note.apply(place, made).write(connection).map(made)));
  }

  private static Future<Place> place(
      SqlConnection connection, String organization, String environment) {
    return connection
        .preparedQuery(ENVIRONMENT)
        .execute(Tuple.of(organization, environment))
        .map(
            rows -> {
              if (rows.size() == 0) {
                throw new IllegalArgumentException(
                    "there is no environment " + organization + "/" + environment);
              }
              Row row = rows.iterator().next();
              return new Place(row.getUUID("organization_id"), row.getUUID("id"));
            });
  }

  private static Future<Credentials> insert(
      SqlConnection connection, UUID environmentId, Wanted wanted) {
    Optional<String> secret =
        wanted.keys().isPresent() ? Optional.empty() : Optional.of(Secrets.randomToken());
    AuthMethod method =
        wanted.keys().isPresent() ? AuthMethod.PRIVATE_KEY_JWT : AuthMethod.CLIENT_SECRET_BASIC;
    Credentials credentials = new Credentials(Secrets.randomToken(), secret);
    return connection
        .preparedQuery(ACCOUNT)
        .execute(Tuple.of(environmentId, wanted.name(), wanted.scopeNames()))
        .map(rows -> rows.iterator().next().getUUID("id"))
        .compose(
            account ->
                connection
                    .preparedQuery(CLIENT)
                    .execute(
                        Tuple.of(
                            credentials.clientId(),
                            wanted.name(),
                            method.wire(),
                            secret.map(Secrets::hash).map(Buffer::buffer).orElse(null),
                            wanted.keys().map(PublicKeys::toJson).orElse(null),
                            account)))
        .map(credentials);
  }

  private static <T> Future<T> refused(String why) {
    return Future.failedFuture(new IllegalArgumentException(why));
  }
}
