package ai.altertable.mcp.identity;

import ai.altertable.mcp.platform.AuditNote;
import ai.altertable.mcp.platform.PlatformDatabase;
import ai.altertable.mcp.platform.SealedColumn;
import ai.altertable.mcp.platform.Secrets;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Second factors: codes of an authenticator app, and recovery codes for the day it is lost. The
 * secret is sealed at rest, recovery codes are hashed, every code is good once. The user's row is
 * locked while a code is checked, so that two requests cannot use the same one.
 */
public final class SecondFactors {
  /** Where their secrets are. */
  public static final SealedColumn SEALED =
      new SealedColumn("second_factor", "user_id::text", "secret_sealed", "second-factor/", false);

  private static final int RECOVERY_CODES = 10;
  private static final int MOST_FAILURES = 10;
  private static final String ISSUER = "Altertable";
  private static final Pattern SIX_DIGITS = Pattern.compile("[0-9]{6}");
  private static final int LONGEST_CODE = 64;

  private static final String STATE =
      """
      SELECT f.secret_sealed, f.confirmed_at IS NOT NULL AS confirmed, f.last_step,
             f.failures >= $2 AND f.failing_since > now() - interval '15 minutes' AS locked,
             (SELECT count(*)::integer FROM recovery_code r WHERE r.user_id = f.user_id) AS codes
      FROM second_factor f WHERE f.user_id = $1
      """;
  private static final String BEGIN =
      """
      INSERT INTO second_factor (user_id, secret_sealed) VALUES ($1, $2)
      ON CONFLICT (user_id) DO UPDATE SET secret_sealed = excluded.secret_sealed, created_at = now()
      WHERE second_factor.confirmed_at IS NULL
      """;
  private static final String USED =
      """
      UPDATE second_factor SET last_step = greatest(last_step, $2), failures = 0,
        failing_since = NULL, confirmed_at = coalesce(confirmed_at, now())
      WHERE user_id = $1
      """;
  private static final String FAILED =
      """
      UPDATE second_factor SET
        failures = CASE WHEN failing_since > now() - interval '15 minutes' THEN failures + 1
                        ELSE 1 END,
        failing_since = CASE WHEN failing_since > now() - interval '15 minutes'
                             THEN failing_since ELSE now() END
      WHERE user_id = $1
      """;
  private static final String RECOVER =
      "DELETE FROM recovery_code WHERE user_id = $1 AND code_hash = $2";
  private static final String CLEAR_CODES = "DELETE FROM recovery_code WHERE user_id = $1";
  private static final String STORE_CODES =
      "INSERT INTO recovery_code (user_id, code_hash) SELECT $1, unnest($2::bytea[])";
  private static final String REMOVE = "DELETE FROM second_factor WHERE user_id = $1";
  private static final String REQUIRED =
      """
      SELECT o.name FROM organization_role r
      JOIN organization_policy p ON p.organization_id = r.organization_id
      JOIN organization o ON o.id = r.organization_id
      WHERE r.user_id = $1 AND p.require_second_factor ORDER BY o.name LIMIT 1
      """;

  private final PlatformDatabase database;
  private final Secrets secrets;
  private final InstantSource clock;

  SecondFactors(PlatformDatabase database, Secrets secrets, InstantSource clock) {
    this.database = database;
    this.secrets = secrets;
    this.clock = clock;
  }

  /** What comes of a code. */
  enum Verdict {
    RIGHT,
    WRONG,
    /** Too many were wrong lately: not even looked at. */
    LOCKED
  }

  /**
   * What a user has.
   *
   * @param active asked for at sign-in
   * @param recoveryCodes that are left
   */
  public record Status(boolean active, int recoveryCodes) {}

  /**
   * A second factor that is being set up.
   *
   * @param secret in base 32, to be typed where no picture can be taken
   * @param uri for the QR code
   */
  public record Enrolment(String secret, String uri) {
    @Override
    public String toString() {
      return "Enrolment";
    }
  }

  public Future<Status> status(UUID userId) {
    return state(database.pool(), userId, false)
        .map(
            state ->
                state
                    .map(row -> new Status(row.getBoolean("confirmed"), row.getInteger("codes")))
                    .orElse(new Status(false, 0)));
  }

  Future<Boolean> active(UUID userId) {
    return status(userId).map(Status::active);
  }

  /**
   * Begins to set one up, with a new secret.
   *
   * @return empty when the user has one already
   */
  public Future<Optional<Enrolment>> begin(User user) {
    byte[] secret = Totp.newSecret();
    return database
        .pool()
        .preparedQuery(BEGIN)
        .execute(Tuple.of(user.id(), Buffer.buffer(secrets.seal(purpose(user.id()), secret))))
        .map(
            begun ->
                begun.rowCount() == 0 ? Optional.empty() : Optional.of(enrolment(user, secret)));
  }

  /** What is being set up, to be shown again; empty when nothing is. */
  public Future<Optional<Enrolment>> begun(User user) {
    return state(database.pool(), user.id(), false)
        .map(
            state ->
                state
                    .filter(row -> !row.getBoolean("confirmed"))
                    .map(row -> enrolment(user, secret(user.id(), row))));
  }

  /**
   * Finishes setting up, with the app's first code. Sessions from before never showed one: they
   * end, but the one that sets it up.
   *
   * @param session token of the session that stays
   * @param note written with the change, if there is one
   * @return the recovery codes, told only here; empty when the code is wrong or nothing was begun
   */
  public Future<Optional<List<String>>> confirm(
      UUID userId, String session, String typed, AuditNote note) {
    return locked(
        userId,
        (connection, row) -> {
          OptionalLong step = Totp.match(secret(userId, row), plain(typed), clock.instant());
          if (row.getBoolean("confirmed") || step.isEmpty()) {
            return Future.succeededFuture(Optional.<List<String>>empty());
          }
          return used(connection, userId, step.getAsLong())
              .compose(done -> BrowserSessions.endOthers(connection, userId, session))
              .compose(ended -> note.write(connection))
              .compose(noted -> newCodes(connection, userId))
              .map(Optional::of);
        },
        Optional.empty());
  }

  /**
   * Makes new recovery codes; the old ones are worthless then.
   *
   * @param code of the app
   * @param note written with the change, if there is one
   * @return empty when the code is not right
   */
  public Future<Optional<List<String>>> renewCodes(UUID userId, String code, AuditNote note) {
    return verify(userId, code)
        .compose(
            verdict ->
                verdict == Verdict.RIGHT
                    ? database
                        .inTransaction(
                            connection ->
                                note.write(connection)
                                    .compose(noted -> newCodes(connection, userId)))
                        .map(Optional::of)
                    : Future.succeededFuture(Optional.empty()));
  }

  /** How an attempt to do without it ended. */
  public sealed interface Removal {
    /** It is gone. */
    record Removed() implements Removal {}

    /** The code was not right. */
    record Wrong() implements Removal {}

    /**
     * An organization's policy asks for it.
     *
     * @param organization its name
     */
    record Required(String organization) implements Removal {}
  }

  /**
   * Does without a second factor from now on.
   *
   * @param code of the app, or a recovery code
   * @param note written with the change, if there is one
   */
  public Future<Removal> remove(UUID userId, String code, AuditNote note) {
    return database
        .pool()
        .preparedQuery(REQUIRED)
        .execute(Tuple.of(userId))
        .compose(
            rows ->
                rows.size() > 0
                    ? Future.succeededFuture(
                        new Removal.Required(rows.iterator().next().getString("name")))
                    : verify(userId, code)
                        .compose(
                            verdict ->
                                verdict == Verdict.RIGHT
                                    ? clear(userId, note).map(new Removal.Removed())
                                    : Future.succeededFuture(new Removal.Wrong())));
  }

  /** Checks a code and uses it up. */
  Future<Verdict> verify(UUID userId, String typed) {
    return locked(
        userId,
        (connection, row) -> {
          if (!row.getBoolean("confirmed")) {
            return Future.succeededFuture(Verdict.WRONG);
          }
          if (Boolean.TRUE.equals(row.getBoolean("locked"))) {
            return Future.succeededFuture(Verdict.LOCKED);
          }
          return accept(connection, userId, row, plain(typed))
              .compose(
                  right ->
                      right
                          ? Future.succeededFuture(Verdict.RIGHT)
                          : connection
                              .preparedQuery(FAILED)
                              .execute(Tuple.of(userId))
                              .map(Verdict.WRONG));
        },
        Verdict.WRONG);
  }

  private Future<Boolean> accept(SqlConnection connection, UUID userId, Row row, String code) {
    if (SIX_DIGITS.matcher(code).matches()) {
      OptionalLong step = Totp.match(secret(userId, row), code, clock.instant());
      if (step.isEmpty() || step.getAsLong() <= row.getLong("last_step")) {
        return Future.succeededFuture(false);
      }
      return used(connection, userId, step.getAsLong()).map(true);
    }
    return connection
        .preparedQuery(RECOVER)
        .execute(Tuple.of(userId, hash(code)))
        .compose(
            deleted ->
                deleted.rowCount() == 0
                    ? Future.succeededFuture(false)
                    : used(connection, userId, 0).map(true));
  }

  private static Future<?> used(SqlConnection connection, UUID userId, long step) {
    return connection.preparedQuery(USED).execute(Tuple.of(userId, step));
  }

  private Future<Void> clear(UUID userId, AuditNote note) {
    return database.inTransaction(
        connection ->
            connection
                .preparedQuery(CLEAR_CODES)
                .execute(Tuple.of(userId))
                .compose(done -> connection.preparedQuery(REMOVE).execute(Tuple.of(userId)))
                .compose(removed -> note.write(connection)));
  }

  private static Future<List<String>> newCodes(SqlConnection connection, UUID userId) {
    List<String> codes = Stream.generate(Passwords::random).limit(RECOVERY_CODES).toList();
    Buffer[] hashes =
        codes.stream().map(SecondFactors::plain).map(SecondFactors::hash).toArray(Buffer[]::new);
    return connection
        .preparedQuery(CLEAR_CODES)
        .execute(Tuple.of(userId))
        .compose(
            cleared ->
                connection
                    .preparedQuery(STORE_CODES)
                    .execute(Tuple.tuple().addUUID(userId).addArrayOfBuffer(hashes)))
        .map(codes);
  }

  private interface Work<T> {
    Future<T> on(SqlConnection connection, Row row);
  }

  private <T> Future<T> locked(UUID userId, Work<T> work, T otherwise) {
    return database.inTransaction(
        connection ->
            state(connection, userId, true)
                .compose(
                    state ->
                        state
                            .map(row -> work.on(connection, row))
                            .orElseGet(() -> Future.succeededFuture(otherwise))));
  }

  private static Future<Optional<Row>> state(SqlClient client, UUID userId, boolean lock) {
    return client
        .preparedQuery(lock ? STATE + " FOR UPDATE OF f" : STATE)
        .execute(Tuple.of(userId, MOST_FAILURES))
        .map(rows -> rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next()));
  }

  private static Enrolment enrolment(User user, byte[] secret) {
    return new Enrolment(Totp.base32(secret), Totp.uri(ISSUER, user.email(), secret));
  }

  private byte[] secret(UUID userId, Row row) {
    return secrets.open(purpose(userId), row.getBuffer("secret_sealed").getBytes());
  }

  /** Bound to the user: a sealed secret cannot be moved to another account. */
  private static String purpose(UUID userId) {
    return SEALED.purpose(userId);
  }

  /** Codes are read aloud and typed with blanks, hyphens and capitals. */
  private static String plain(String typed) {
    String bounded = typed.substring(0, Math.min(typed.length(), LONGEST_CODE));
    return bounded.replaceAll("[\\s-]", "").toLowerCase(Locale.ROOT);
  }

  private static Buffer hash(String code) {
    return Buffer.buffer(Secrets.hash(code));
  }
}
