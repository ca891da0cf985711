package ai.altertable.mcp.oauth.grant;

import ai.altertable.mcp.oauth.policy.AuthorizationRequest;
import ai.altertable.mcp.oauth.policy.ResourcePolicy;
import ai.altertable.mcp.platform.PlatformDatabase;
import ai.altertable.mcp.platform.Secrets;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Optional;

/** Authorization requests that clients sent ahead (RFC 9126): short-lived, good once. */
public final class PushedRequests {
  /** Between the client's request and its redirect of the browser. */
  public static final Duration LIFETIME = Duration.ofSeconds(60);

  private static final String PREFIX = "urn:ietf:params:oauth:request_uri:";
  private static final String STORE =
      """
      INSERT INTO pushed_request (id_hash, client_id, parameters, expires_at)
      VALUES ($1, $2, $3, now() + make_interval(secs => $4))
      """;
  private static final String TAKE =
      """
      DELETE FROM pushed_request WHERE id_hash = $1 AND client_id = $2 AND expires_at > now()
      RETURNING parameters
      """;

  private final PlatformDatabase database;
  private final ResourcePolicy resources;

  public PushedRequests(PlatformDatabase database, ResourcePolicy resources) {
    this.database = database;
    this.resources = resources;
  }

  /** Whether a {@code request_uri} can be one of these. */
  public static boolean looksLikeOne(String requestUri) {
    return requestUri.startsWith(PREFIX);
  }

  /**
   * Keeps a request.
   *
   * @return its {@code request_uri}
   */
  public Future<String> store(AuthorizationRequest request) {
    String uri = PREFIX + Secrets.randomToken();
    return database
        .pool()
        .preparedQuery(STORE)
        .execute(
            Tuple.of(
                hash(uri), request.clientId(), request.toJson(), (double) LIFETIME.toSeconds()))
        .map(uri);
  }

  /**
   * Takes a request away.
   *
   * @return empty when it is unknown, expired, taken before or of another client
   */
  public Future<Optional<AuthorizationRequest>> take(String requestUri, String clientId) {
    return database
        .pool()
        .preparedQuery(TAKE)
        .execute(Tuple.of(hash(requestUri), clientId))
        .map(
            rows ->
                rows.size() == 0
                    ? Optional.empty()
                    : Optional.of(
                        AuthorizationRequest.fromJson(
                            rows.iterator().next().get(JsonObject.class, "parameters"),
                            resources)));
  }

  private static Buffer hash(String requestUri) {
    return Buffer.buffer(Secrets.hash(requestUri));
  }
}
