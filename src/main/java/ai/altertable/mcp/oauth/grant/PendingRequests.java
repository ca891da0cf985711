package ai.altertable.mcp.oauth.grant;

import ai.altertable.mcp.oauth.policy.AuthorizationRequest;
import ai.altertable.mcp.oauth.policy.ResourcePolicy;
import ai.altertable.mcp.platform.PlatformDatabase;
import ai.altertable.mcp.platform.Secrets;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/**
 * Authorization requests between the client's redirect and the user's decision. Each is bound to
 * the browser that brought it, so nobody can be sent to a consent page for somebody else's request
 * (RFC 9700 section 4.7).
 */
public final class PendingRequests {
  /** Time to find a password. */
  private static final Duration LIFETIME = Duration.ofMinutes(30);

  private static final String STORE =
      """
      INSERT INTO authorization_request (id_hash, parameters, expires_at)
      VALUES ($1, $2, now() + make_interval(secs => $3))
      """;
  private static final String FIND =
      """
      SELECT parameters FROM authorization_request
      WHERE id_hash = $1 AND expires_at > now() AND parameters ->> 'browser' = $2
      """;
  private static final String TAKE =
      "DELETE FROM authorization_request WHERE id_hash = $1 AND expires_at > now()";

  private final PlatformDatabase database;
  private final ResourcePolicy resources;

  public PendingRequests(PlatformDatabase database, ResourcePolicy resources) {
    this.database = database;
    this.resources = resources;
  }

  /**
   * Keeps a request.
   *
   * @param browser the browser's secret, from its cookie
   */
  public Future<PendingRequest> store(AuthorizationRequest request, String browser) {
    PendingRequest pending = new PendingRequest(Secrets.randomToken(), request);
    JsonObject parameters = request.toJson().put("browser", digest(browser));
    return database
        .pool()
        .preparedQuery(STORE)
        .execute(Tuple.of(hash(pending.id()), parameters, (double) LIFETIME.toSeconds()))
        .map(pending);
  }

  /** The request of that id, when it is of that browser and not decided. */
  public Future<Optional<PendingRequest>> find(String id, String browser) {
    return database
        .pool()
        .preparedQuery(FIND)
        .execute(Tuple.of(hash(id), digest(browser)))
        .map(
            rows ->
                rows.size() == 0
                    ? Optional.empty()
                    : Optional.of(pending(id, rows.iterator().next())));
  }

  private PendingRequest pending(String id, Row row) {
    JsonObject parameters = row.get(JsonObject.class, "parameters");
    return new PendingRequest(id, AuthorizationRequest.fromJson(parameters, resources));
  }

  /**
   * Takes a request away: it is decided once.
   *
   * @return whether it was still there
   */
  static Future<Boolean> take(SqlConnection connection, PendingRequest pending) {
    return connection
        .preparedQuery(TAKE)
        .execute(Tuple.of(hash(pending.id())))
        .map(rows -> rows.rowCount() == 1);
  }

  private static Buffer hash(String id) {
    return Buffer.buffer(Secrets.hash(id));
  }

  private static String digest(String browser) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Secrets.hash(browser));
  }
}
