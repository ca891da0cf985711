package ai.altertable.mcp.transport;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.bus.Caller;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.LongSupplier;

/** What every request of the endpoint passes: token, rate. Used from one event loop. */
final class Gate {
  private final Context context;
  private final Authenticator authenticator;
  private final RequestQuota quota;
  private final Hangup hangup;
  private final LongSupplier clock;

  Gate(
      Context context,
      Authenticator authenticator,
      RequestQuota quota,
      Hangup hangup,
      LongSupplier clock) {
    this.context = requireNonNull(context, "context is null");
    this.authenticator = authenticator;
    this.quota = quota;
    this.hangup = hangup;
    this.clock = clock;
  }

  /** Finds out who calls; to be awaited with {@link #onLoop}. */
  Future<Caller> authenticate(HttpServerRequest request, ProtectedResource resource) {
    return authenticator.authenticate(request, resource);
  }

  /**
   * Counts a request, unless that was done already because it came with a proof.
   *
   * @throws Rejection 429
   */
  void count(HttpServerRequest request, Caller caller) {
    if (caller == null || !Authenticator.withProof(request.headers())) {
      quota.count(request, caller);
    }
  }

  /** Hands an outcome over on this event loop, at once if it is there already. */
  <T> void onLoop(Future<T> future, Handler<AsyncResult<T>> handler) {
    if (future.isComplete() && Vertx.currentContext() == context) {
      handler.handle(future);
      return;
    }
    future.onComplete(
        done -> {
          if (Vertx.currentContext() == context) {
            handler.handle(done);
          } else {
            context.runOnContext(moved -> handler.handle(done));
          }
        });
  }

  /** Answers a request that is not served. */
  void refuse(HttpServerRequest request, Throwable fault) {
    if (fault instanceof Withdrawn) {
      return;
    }
    hangup.after(request, clock.getAsLong());
    Answers.reject(
        request.response(),
        null,
        fault instanceof Rejection rejection
            ? rejection
            : Dispatcher.unexpected(request.method() + " " + request.path(), fault));
  }

  long now() {
    return clock.getAsLong();
  }
}
