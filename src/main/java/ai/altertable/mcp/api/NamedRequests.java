package ai.altertable.mcp.api;

import ai.altertable.mcp.administration.KeptAnswers;
import ai.altertable.mcp.administration.KeptAnswers.Answer;
import ai.altertable.mcp.administration.KeptAnswers.Known;
import ai.altertable.mcp.administration.KeptAnswers.Named;
import ai.altertable.mcp.api.ApiProblem.Kind;
import ai.altertable.mcp.platform.Secrets;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
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
final class NamedRequests {
  static final String HEADER = "Idempotency-Key";

  private static final Logger LOG = LoggerFactory.getLogger(NamedRequests.class);
  private static final Pattern NAME = Pattern.compile("[\\x21-\\x7e]{1,255}");
  private static final String REPLAYED = "Idempotent-Replayed";

  private final KeptAnswers kept;

  NamedRequests(KeptAnswers kept) {
    this.kept = kept;
  }

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
    return kept.begin(named)
        .compose(begun -> begun ? first(request, operation, named) : again(request, named));
  }

  private Future<ApiReply> first(ApiRequest request, ApiOperation operation, Named named) {
    return Future.succeededFuture(request)
        .compose(operation::answer)
        .compose(
            reply -> end(named, reply),
            failure -> kept.forget(named).transform(forgotten -> Future.failedFuture(failure)));
  }

  /** It is done: that its answer cannot be kept must not make it look as if it were not. */
  private Future<ApiReply> end(Named named, ApiReply reply) {
    Buffer body = reply.body() == null ? Buffer.buffer() : reply.body().toBuffer();
    return kept.end(named, new Answer(reply.status(), body))
        .onFailure(failure -> LOG.warn("the answer to a named request is not kept", failure))
        .transform(done -> Future.succeededFuture(reply));
  }

  private Future<ApiReply> again(ApiRequest request, Named named) {
    return kept.find(named)
        .map(
            found -> {
              Known known = found.orElseThrow(NamedRequests::running);
              if (!known.fingerprint().equals(named.fingerprint())) {
                throw new ApiProblem(
                    Kind.CONFLICT, "Another request was made under this " + HEADER + ".");
              }
              Answer answer = known.answer().orElseThrow(NamedRequests::running);
              request.context().response().putHeader(REPLAYED, "true");
              return new ApiReply(
                  answer.status(),
                  answer.body().length() == 0 ? null : new JsonObject(answer.body()));
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
    return new Named(hash(request.actor().id() + "\n" + name), hash(what));
  }

  private static Buffer hash(String text) {
    return Buffer.buffer(Secrets.hash(text));
  }
}
