package ai.altertable.mcp.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.altertable.mcp.api.ApiProblem.Kind;
import ai.altertable.mcp.platform.PlatformDatabase;
import ai.altertable.mcp.platform.Secrets;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests that their caller gave a name of its own (header {@code Idempotency-Key},
 * draft-ietf-httpapi-idempotency-key-header): each is done once on all nodes together, and answered
 * the same when it comes again within a day. One that failed has changed nothing and may be tried
 * again under its name.
 */
public final class NamedRequests {
  static final String HEADER = "Idempotency-Key";

  private static final Logger LOG = LoggerFactory.getLogger(NamedRequests.class);
  private static final Duration KEPT = Duration.ofDays(1);
  private static final Pattern NAME = Pattern.compile("[\\x21-\\x7e]{1,255}");
  private static final String REPLAYED = "Idempotent-Replayed";

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

  /**
   * @param secrets seals answers, which may tell a secret this once
   */
  public NamedRequests(PlatformDatabase database, Secrets secrets) {
    this.database = database;
    this.secrets = secrets;
  }

  /** Who asks for what under which name. */
  private record Named(byte[] id, byte[] fingerprint) {}

  /**
   * Does a request, or tells again what came of it.
   *
   * @return fails with {@link ApiProblem} {@code CONFLICT} while the first one runs, and for
   *     another request under its name
   */
  Future<ApiReply> once(ApiRequest request, ApiOperation operation) {
    Optional<Named> named = name(request).map(name -> named(request, name));
    return named.isEmpty() ? operation.answer(request) : once(request, operation, named.get());
  }

  private Future<ApiReply> once(ApiRequest request, ApiOperation operation, Named named) {
    return database
        .pool()
        .preparedQuery(BEGIN)
        .execute(
            Tuple.of(
                Buffer.buffer(named.id()),
                Buffer.buffer(named.fingerprint()),
                (double) KEPT.toSeconds()))
        .compose(
            begun -> begun.size() > 0 ? first(request, operation, named) : again(request, named));
  }

  private Future<ApiReply> first(ApiRequest request, ApiOperation operation, Named named) {
    return operation
        .answer(request)
        .compose(reply -> end(named, reply))
        .recover(
            failure ->
                database
                    .pool()
                    .preparedQuery(FORGET)
                    .execute(Tuple.of(Buffer.buffer(named.id())))
                    .transform(forgotten -> Future.failedFuture(failure)));
  }

  /** It is done: that its end cannot be kept must not make it look as if it were not. */
  private Future<ApiReply> end(Named named, ApiReply reply) {
    byte[] body = reply.body() == null ? new byte[0] : reply.body().encode().getBytes(UTF_8);
    return database
        .pool()
        .preparedQuery(END)
        .execute(
            Tuple.of(
                Buffer.buffer(named.id()),
                reply.status(),
                Buffer.buffer(secrets.seal(purpose(named), body))))
        .onFailure(failure -> LOG.warn("the answer to a named request is not kept", failure))
        .transform(kept -> Future.succeededFuture(reply));
  }

  private Future<ApiReply> again(ApiRequest request, Named named) {
    return database
        .pool()
        .preparedQuery(FIND)
        .execute(Tuple.of(Buffer.buffer(named.id())))
        .map(
            rows -> {
              if (rows.size() == 0) {
                throw running();
              }
              Row row = rows.iterator().next();
              if (!Arrays.equals(row.getBuffer("fingerprint").getBytes(), named.fingerprint())) {
                throw new ApiProblem(
                    Kind.CONFLICT, "Another request was made under this " + HEADER + ".");
              }
              if (row.getInteger("status") == null) {
                throw running();
              }
              byte[] body = secrets.open(purpose(named), row.getBuffer("body_sealed").getBytes());
              request.context().response().putHeader(REPLAYED, "true");
              return new ApiReply(
                  row.getInteger("status"),
                  body.length == 0 ? null : new JsonObject(Buffer.buffer(body)));
            });
  }

  private static ApiProblem running() {
    return new ApiProblem(
        Kind.CONFLICT,
        "A request under this "
            + HEADER
            + " runs, or was cut off: try again soon, and look whether it was done before you use"
            + " another name.");
  }

  private static Optional<String> name(ApiRequest request) {
    List<String> all = request.context().request().headers().getAll(HEADER);
    if (all.isEmpty()) {
      return Optional.empty();
    }
    if (all.size() > 1 || !NAME.matcher(all.get(0)).matches()) {
      throw ApiProblem.invalid(HEADER, HEADER + " must be 1 to 255 visible ASCII characters.");
    }
    return Optional.of(all.get(0));
  }

  private static Named named(ApiRequest request, String name) {
    String what =
        request.context().request().method()
            + " "
            + request.context().request().uri()
            + "\n"
            + request.body().encode();
    return new Named(Secrets.hash(request.actor().id() + "\n" + name), Secrets.hash(what));
  }

  private static String purpose(Named named) {
    return "api-request " + HexFormat.of().formatHex(named.id());
  }
}
