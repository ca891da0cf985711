package ai.altertable.mcp.oauth.client;

import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.platform.PlatformDatabase;
import ai.altertable.mcp.platform.Secrets;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Set;
import java.util.UUID;

/**
 * {@code service-account create}: clients of the client_credentials grant, bound to one
 * environment.
 */
public final class ServiceAccounts {
  private static final int LONGEST_NAME = 200;
  private static final String ENVIRONMENT =
      """
      SELECT e.id FROM environment e JOIN organization o ON o.id = e.organization_id
      WHERE o.slug = $1 AND e.slug = $2
      """;
  private static final String ACCOUNT =
      "INSERT INTO service_account (environment_id, name, scope) VALUES ($1, $2, $3) RETURNING id";
  private static final String CLIENT =
      """
      INSERT INTO oauth_client (id, kind, name, grant_types, auth_method, secret_hash, service_account_id)
      VALUES ($1, 'service_account', $2, '{client_credentials}', 'client_secret_basic', $3, $4)
      """;

  private final PlatformDatabase database;

  public ServiceAccounts(PlatformDatabase database) {
    this.database = database;
  }

  /**
   * A new service account's credentials; the secret is told only here.
   *
   * @param clientId OAuth client
   * @param clientSecret 256 random bits
   */
  public record Credentials(String clientId, String clientSecret) {
    @Override
    public String toString() {
      return "Credentials[" + clientId + "]";
    }
  }

  /**
   * Makes a service account.
   *
   * @param organization slug
   * @param environment slug
   * @param name for people
   * @param scopes that its tokens may have
   * @return fails with {@link IllegalArgumentException}, whose message is for the operator
   */
  public Future<Credentials> create(
      String organization, String environment, String name, Set<Scope> scopes) {
    if (name.isBlank() || name.length() > LONGEST_NAME) {
      return refused("--name must have 1 to " + LONGEST_NAME + " characters");
    }
    if (scopes.isEmpty()) {
      return refused("--scope must be read or write");
    }
    return database.inTransaction(
        connection ->
            environment(connection, organization, environment)
                .compose(id -> insert(connection, id, name, scopes)));
  }

  private static Future<UUID> environment(
      SqlConnection connection, String organization, String environment) {
    return connection
        .preparedQuery(ENVIRONMENT)
        .execute(Tuple.of(organization, environment))
        .compose(
            rows ->
                rows.size() == 0
                    ? refused("there is no environment " + organization + "/" + environment)
                    : Future.succeededFuture(rows.iterator().next().getUUID("id")));
  }

  private static Future<Credentials> insert(
      SqlConnection connection, UUID environmentId, String name, Set<Scope> scopes) {
    Credentials credentials = new Credentials(Secrets.randomToken(), Secrets.randomToken());
    String[] names = scopes.stream().sorted().map(Scope::wire).toArray(String[]::new);
    return connection
        .preparedQuery(ACCOUNT)
        .execute(Tuple.of(environmentId, name, names))
        .map(rows -> rows.iterator().next().getUUID("id"))
        .compose(
            account ->
                connection
                    .preparedQuery(CLIENT)
                    .execute(
                        Tuple.of(
                            credentials.clientId(),
                            name,
                            Buffer.buffer(Secrets.hash(credentials.clientSecret())),
                            account)))
        .map(credentials);
  }

  private static <T> Future<T> refused(String why) {
    return Future.failedFuture(new IllegalArgumentException(why));
  }
}
