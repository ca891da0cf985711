package ai.altertable.mcp.identity.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.altertable.mcp.platform.PlatformDatabase;
import ai.altertable.mcp.platform.Secrets;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Optional;

/**
 * Sign-ins that are on their way through the provider. Each belongs to the browser that began it
 * and is taken once.
 */
final class UpstreamRequests {
  private static final Duration LIFETIME = Duration.ofMinutes(15);
  private static final String VERIFIER = "upstream-verifier";
  private static final String NEXT = "upstream-next";

  private static final String STORE =
      """
      INSERT INTO upstream_sign_in
        (state_hash, browser_hash, nonce, verifier_sealed, next_sealed, expires_at)
      VALUES ($1, $2, $3, $4, $5, now() + make_interval(secs => $6))
      """;
  private static final String TAKE =
      """
      DELETE FROM upstream_sign_in
      WHERE state_hash = $1 AND browser_hash = $2 AND expires_at > now()
      RETURNING nonce, verifier_sealed, next_sealed
      """;

  private final PlatformDatabase database;
  private final Secrets secrets;

  UpstreamRequests(PlatformDatabase database, Secrets secrets) {
    this.database = database;
    this.secrets = secrets;
  }

  /**
   * A sign-in on its way.
   *
   * @param nonce that the ID token must repeat
   * @param verifier of PKCE (RFC 7636)
   * @param next where the browser goes on; may hold a token
   */
  record Pending(String nonce, String verifier, String next) {
    @Override
    public String toString() {
      return "Pending";
    }
  }

  /** Keeps a sign-in under its state. */
  Future<Void> store(String state, String browser, Pending pending) {
    return database
        .pool()
        .preparedQuery(STORE)
        .execute(
            Tuple.of(
                hash(state),
                hash(browser),
                pending.nonce(),
                sealed(VERIFIER, pending.verifier()),
                sealed(NEXT, pending.next()),
                (double) LIFETIME.toSeconds()))
        .mapEmpty();
  }

  /** Takes the sign-in of that state away, when it is of that browser. */
  Future<Optional<Pending>> take(String state, String browser) {
    return database
        .pool()
        .preparedQuery(TAKE)
        .execute(Tuple.of(hash(state), hash(browser)))
        .map(
            rows ->
                rows.size() == 0 ? Optional.empty() : Optional.of(pending(rows.iterator().next())));
  }

  private Pending pending(Row row) {
    return new Pending(
        row.getString("nonce"),
        opened(VERIFIER, row.getBuffer("verifier_sealed")),
        opened(NEXT, row.getBuffer("next_sealed")));
  }

  private Buffer sealed(String purpose, String text) {
    return Buffer.buffer(secrets.seal(purpose, text.getBytes(UTF_8)));
  }

  private String opened(String purpose, Buffer sealed) {
    return new String(secrets.open(purpose, sealed.getBytes()), UTF_8);
  }

  private static Buffer hash(String secret) {
    return Buffer.buffer(Secrets.hash(secret));
  }
}
