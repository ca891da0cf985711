package ai.altertable.mcp.oauth.grant;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.altertable.mcp.platform.Secrets;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;

/** Opaque refresh tokens: only hashes in the database. */
final class RefreshTokens {
  private static final String SUCCESSOR = "refresh-token-successor";
  private static final String INSERT =
      """
      INSERT INTO refresh_token (token_hash, grant_id, expires_at)
      SELECT $1, g.id, least(g.expires_at, now() + make_interval(secs => $3))
      FROM oauth_grant g WHERE g.id = $2
      """;

  private RefreshTokens() {}

  /**
   * Makes a token of a grant.
   *
   * @param unused it dies when it is not used this long, and with the grant at the latest
   * @return the token
   */
  static Future<String> issue(SqlConnection connection, Grant grant, Duration unused) {
    String token = Secrets.randomToken();
    return connection
        .preparedQuery(INSERT)
        .execute(Tuple.of(hash(token), grant.id(), (double) unused.toSeconds()))
        .map(token);
  }

  static Buffer hash(String token) {
    return Buffer.buffer(Secrets.hash(token));
  }

  /**
   * Seals a token's successor so that only who presents the token again can read it: the key comes
   * from the token, of which the database has but a hash.
   */
  static Buffer seal(String token, String successor) {
    return Buffer.buffer(under(token).seal(SUCCESSOR, successor.getBytes(UTF_8)));
  }

  static String open(String token, Buffer sealed) {
    return new String(under(token).open(SUCCESSOR, sealed.getBytes()), UTF_8);
  }

  private static Secrets under(String token) {
    return new Secrets(Secrets.hash(SUCCESSOR + "/" + token));
  }
}
