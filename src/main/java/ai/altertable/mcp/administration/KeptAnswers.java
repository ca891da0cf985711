package ai.altertable.mcp.administration;

import ai.altertable.mcp.platform.PlatformDatabase;
import ai.altertable.mcp.platform.SealedColumn;
import ai.altertable.mcp.platform.Secrets;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Answers to requests that their caller named, kept for a day on all nodes together. An answer may
 * tell a new secret, so it is sealed, bound to who asked under which name.
 */
public final class KeptAnswers {
  /** Where answers are. */
  public static final SealedColumn SEALED =
      new SealedColumn(
          "api_request", "encode(id_hash, 'hex')", "body_sealed", "api-request ", false);

  private static final Duration KEPT = Duration.ofDays(1);

  private static final String BEGIN =
      """
      INSERT INTO api_request (id_hash, fingerprint, expires_at)
      VALUES ($1, $2, now() + make_interval(secs => $3))
      ON CONFLICT (id_hash) DO UPDATE
      SET fingerprint = excluded.fingerprint, status = NULL, body_sealed = NULL,
          expires_at = excluded.expires_at
      WHERE api_request.expires_at < now()
      RETURNING true
      """;
  private static final String FIND =
      "SELECT fingerprint, status, body_sealed FROM api_request WHERE id_hash = $1";
  private static final String END =
      "UPDATE api_request SET status = $2, body_sealed = $3 WHERE id_hash = $1";
  private static final String FORGET = "DELETE FROM api_request WHERE id_hash = $1";

  private final PlatformDatabase database;
  private final Secrets secrets;

  public KeptAnswers(PlatformDatabase database, Secrets secrets) {
    this.database = database;
    this.secrets = secrets;
  }

  /**
   * Who asks for what under which name.
   *
   * @param id hash of who asks and the name
   * @param fingerprint hash of what is asked for
   */
  public record Named(Buffer id, Buffer fingerprint) {}

  /**
   * What is known of a name.
   *
   * @param fingerprint of the request that took it
   * @param answer empty while that runs, or when it was cut off
   */
  public record Known(Buffer fingerprint, Optional<Answer> answer) {}

  /** How a request was answered. */
  public record Answer(int status, Buffer body) {
    @Override
    public String toString() {
      return "Answer[" + status + "]";
    }
  }

  /** Takes a name; false when it is taken. */
  public Future<Boolean> begin(Named named) {
    return database
        .pool()
        .preparedQuery(BEGIN)
        .execute(Tuple.of(named.id(), named.fingerprint(), (double) KEPT.toSeconds()))
        .map(rows -> rows.size() > 0);
  }

  /** Keeps the answer. */
  public Future<Void> end(Named named, Answer answer) {
    byte[] sealed = secrets.seal(purpose(named), answer.body().getBytes());
    return database
        .pool()
        .preparedQuery(END)
        .execute(Tuple.of(named.id(), answer.status(), Buffer.buffer(sealed)))
        .mapEmpty();
  }

  /** Gives a name back whose request has changed nothing. */
  public Future<Void> forget(Named named) {
    return database.pool().preparedQuery(FORGET).execute(Tuple.of(named.id())).mapEmpty();
  }

  /** What is known of a name; empty when it was given back meanwhile. */
  public Future<Optional<Known>> find(Named named) {
    return database
        .pool()
        .preparedQuery(FIND)
        .execute(Tuple.of(named.id()))
        .map(
            rows ->
                rows.size() == 0
                    ? Optional.empty()
                    : Optional.of(known(named, rows.iterator().next())));
  }

  private Known known(Named named, Row row) {
    Optional<Answer> answer =
        Optional.ofNullable(row.getInteger("status"))
            .map(
                status ->
                    new Answer(
                        status,
                        Buffer.buffer(
                            secrets.open(
                                purpose(named), row.getBuffer("body_sealed").getBytes()))));
    return new Known(row.getBuffer("fingerprint"), answer);
  }

  private static String purpose(Named named) {
    return SEALED.purpose(HexFormat.of().formatHex(named.id().getBytes()));
  }
}
