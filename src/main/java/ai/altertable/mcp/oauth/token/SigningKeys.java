package ai.altertable.mcp.oauth.token;

import ai.altertable.mcp.platform.BoundedWorker;
import ai.altertable.mcp.platform.PlatformDatabase;
import ai.altertable.mcp.platform.SealedColumn;
import ai.altertable.mcp.platform.Secrets;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * The signing keys, shared by all nodes through the database. One signs at a time; it is made at
 * first use and replaced when it is too old, by whichever node comes first. The next key is
 * published for a while before it signs, so that whoever keeps the published ones knows it by then;
 * a replaced one stays published until the last token that it signed has ended. Private halves are
 * sealed at rest.
 */
public final class SigningKeys {
  /** Where private keys are. */
  public static final SealedColumn SEALED =
      new SealedColumn("signing_key", "kid", "private_sealed", "signing-key/", false);

  /** How long a node trusts what it read, so how long it may sign with a key already replaced. */
  private static final Duration FRESH = Duration.ofMinutes(1);

  /** The published keys may be kept for five minutes, and nodes notice a new one within another. */
  private static final Duration AHEAD = Duration.ofMinutes(10);

  /** Kept published beyond the tokens' lifetime: clocks differ, and nodes notice late. */
  private static final Duration MARGIN = Duration.ofHours(1);

  /** "altertable signing keys". */
  private static final String LOCK = "SELECT pg_advisory_xact_lock(4702111234474983746)";

  /** The newest that was published by then; when none was, the oldest. */
  private static final String CURRENT =
      """
      SELECT kid, private_sealed, created_at,
             min(created_at) OVER () AS oldest, max(created_at) OVER () AS newest
      FROM signing_key WHERE retired_at IS NULL
      ORDER BY created_at <= $1 DESC, abs(extract(epoch FROM created_at - $1)) LIMIT 1
      """;

  private static final String RETIRE =
      """
      UPDATE signing_key SET retired_at = now(), removed_after = $1
      WHERE retired_at IS NULL AND created_at < $2
      """;
  private static final String INSERT =
      """
      INSERT INTO signing_key (kid, public_jwk, private_sealed, created_at)
      VALUES ($1, $2, $3, $4)
      """;
  private static final String PUBLISHED =
      """
      SELECT public_jwk FROM signing_key WHERE removed_after IS NULL OR removed_after > now()
      ORDER BY created_at DESC
      """;

  private final PlatformDatabase database;
  private final Secrets secrets;
  private final BoundedWorker worker;
  private final KeyLifetimes lifetimes;
  private final Clock clock;
  private volatile Cached cached;
  private volatile Document document;

  /**
   * @param worker for key generation and signatures
   */
  public SigningKeys(
      PlatformDatabase database,
      Secrets secrets,
      BoundedWorker worker,
      KeyLifetimes lifetimes,
      Clock clock) {
    this.database = database;
    this.secrets = secrets;
    this.worker = worker;
    this.lifetimes = lifetimes;
    this.clock = clock;
  }

  /**
   * How long things last.
   *
   * @param rotation a key signs this long
   * @param token the longest life of a token
   */
  public record KeyLifetimes(Duration rotation, Duration token) {}

  private record Cached(SigningKey key, Instant until) {}

  private record Document(JsonObject keys, Instant until) {}

  /** The key that signs now. */
  Future<SigningKey> current() {
    Cached known = cached;
    Instant now = clock.instant();
    if (known != null && now.isBefore(known.until())) {
      return Future.succeededFuture(known.key());
    }
    return read(database.pool())
        .compose(
            row ->
                row.filter(found -> !worn(found))
                    .map(Future::succeededFuture)
                    .orElseGet(this::replace))
        .compose(this::retireOlder)
        .compose(row -> worker.run(() -> open(row)))
        .onSuccess(key -> cached = new Cached(key, now.plus(FRESH)));
  }

  /**
   * The public halves, as a JWK set (RFC 7517 section 5); anybody may ask, so the database is asked
   * once a minute at the most.
   *
   * @return not to be changed
   */
  public Future<JsonObject> published() {
    Document known = document;
    Instant now = clock.instant();
    if (known != null && now.isBefore(known.until())) {
      return Future.succeededFuture(known.keys());
    }
    return current()
        .compose(signing -> database.pool().query(PUBLISHED).execute())
        .map(
            rows -> {
              JsonArray keys = new JsonArray();
              rows.forEach(row -> keys.add(row.get(JsonObject.class, "public_jwk")));
              return new JsonObject().put("keys", keys);
            })
        .onSuccess(keys -> document = new Document(keys, now.plus(FRESH)));
  }

  private Future<Optional<Row>> read(SqlClient client) {
    return client
        .preparedQuery(CURRENT)
        .execute(Tuple.of(utc(clock.instant().minus(AHEAD))))
        .map(rows -> rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next()));
  }

  /** Publishes the next key; the one of today signs on until that is known. */
  private Future<Row> replace() {
    return worker
        .run(EcKeys::generate)
        .compose(
            made ->
                database.inTransaction(
                    connection ->
                        connection
                            .query(LOCK)
                            .execute()
                            .compose(locked -> read(connection))
                            .compose(
                                // Another node may have been first.
                                row ->
                                    row.filter(found -> !worn(found))
                                        .map(Future::succeededFuture)
                                        .orElseGet(() -> insert(connection, made)))));
  }

  private Future<Row> insert(SqlConnection connection, EcKeys.Generated made) {
    byte[] sealed = secrets.seal(purpose(made.kid()), made.pkcs8().getBytes());
    return connection
        .preparedQuery(INSERT)
        .execute(
            Tuple.of(made.kid(), made.publicJwk(), Buffer.buffer(sealed), utc(clock.instant())))
        .compose(inserted -> read(connection))
        .map(Optional::orElseThrow);
  }

  /** A node that has not noticed yet signs with an older one for a minute: hence the margin. */
  private Future<Row> retireOlder(Row row) {
    OffsetDateTime since = row.getOffsetDateTime("created_at");
    if (!row.getOffsetDateTime("oldest").isBefore(since)) {
      return Future.succeededFuture(row);
    }
    Instant gone = clock.instant().plus(lifetimes.token()).plus(MARGIN);
    return database.pool().preparedQuery(RETIRE).execute(Tuple.of(utc(gone), since)).map(row);
  }

  private static OffsetDateTime utc(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }

  private boolean worn(Row row) {
    return row.getOffsetDateTime("newest")
        .toInstant()
        .plus(lifetimes.rotation())
        .isBefore(clock.instant());
  }

  private SigningKey open(Row row) throws Exception {
    String kid = row.getString("kid");
    byte[] pkcs8;
    try {
      pkcs8 = secrets.open(purpose(kid), row.getBuffer("private_sealed").getBytes());
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          "signing key " + kid + " was sealed under another secrets.key; restore that key", e);
    }
    return new SigningKey(
        kid, EcKeys.signer(pkcs8), row.getOffsetDateTime("created_at").toInstant());
  }

  private static String purpose(String kid) {
    return SEALED.purpose(kid);
  }
}
