package ai.altertable.mcp.oauth.resource;

import ai.altertable.mcp.platform.PlatformDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The published keys, read again when a token names one that is not known: keys are published
 * before they sign. Reading is limited, or tokens with invented key ids could make every request a
 * query.
 */
final class VerificationKeys {
  private static final Duration RELOAD_PAUSE = Duration.ofSeconds(3);

  /** Keys taken out of the database are forgotten after this long at the latest. */
  private static final Duration FRESH = Duration.ofMinutes(10);

  private static final String PUBLISHED =
      "SELECT kid, public_jwk FROM signing_key WHERE removed_after IS NULL OR removed_after > now()";

  private final Vertx vertx;
  private final PlatformDatabase database;
  private final JWTOptions options;
  private final Clock clock;
  private Loaded loaded;
  private Future<Loaded> loading;

  VerificationKeys(Vertx vertx, PlatformDatabase database, JWTOptions options, Clock clock) {
    this.vertx = vertx;
    this.database = database;
    this.options = options;
    this.clock = clock;
  }

  private record Loaded(Set<String> kids, JWTAuth verifier, long atMillis) {}

  /**
   * A verifier that knows a key.
   *
   * @return empty when there is no such key
   */
  Future<Optional<JWTAuth>> verifier(String kid) {
    return keys(kid)
        .map(keys -> keys.kids().contains(kid) ? Optional.of(keys.verifier()) : Optional.empty());
  }

  private synchronized Future<Loaded> keys(String kid) {
    Loaded known = loaded;
    if (known != null) {
      long age = clock.millis() - known.atMillis();
      boolean good = known.kids().contains(kid) && age < FRESH.toMillis();
      if (good || age < RELOAD_PAUSE.toMillis()) {
        return Future.succeededFuture(known);
      }
    }
    if (loading == null) {
      loading = load();
    }
    return loading;
  }

  private Future<Loaded> load() {
    Future<Loaded> started = database.pool().query(PUBLISHED).execute().map(this::loaded);
    // Registered before anybody can see it: what completes at once must not be left as loading.
    return started.onComplete(
        done -> {
          synchronized (this) {
            loading = null;
            if (done.succeeded()) {
              loaded = done.result();
            }
          }
        });
  }

  private Loaded loaded(RowSet<Row> rows) {
    Set<String> kids = new HashSet<>();
    JWTAuthOptions jwt = new JWTAuthOptions().setJWTOptions(options);
    for (Row row : rows) {
      kids.add(row.getString("kid"));
      jwt.addJwk(row.get(JsonObject.class, "public_jwk"));
    }
    return new Loaded(Set.copyOf(kids), JWTAuth.create(vertx, jwt), clock.millis());
  }
}
