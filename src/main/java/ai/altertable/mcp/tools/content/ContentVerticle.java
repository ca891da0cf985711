package ai.altertable.mcp.tools.content;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.bus.Addresses;
import ai.altertable.mcp.bus.ContentOutcome;
import ai.altertable.mcp.bus.ContentRequest;
import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.lakehouse.QueryFault;
import ai.altertable.mcp.platform.AuditEvent;
import ai.altertable.mcp.platform.AuditLog;
import ai.altertable.mcp.platform.Cancellation;
import ai.altertable.mcp.platform.Secrets;
import ai.altertable.mcp.tools.CallLimiter;
import ai.altertable.mcp.tools.QueryFaultText;
import ai.altertable.mcp.tools.QuietContext;
import ai.altertable.mcp.tools.ToolFault;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves resources, prompts and completions over the event bus, within the same bounds as tool
 * calls. Several instances share the work.
 */
public final class ContentVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(ContentVerticle.class);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int CORRELATION_LENGTH = 16;

  private final EnvironmentContent content;
  private final CallLimiter limiter;
  private final AuditLog audit;
  private MessageConsumer<ContentRequest> requests;
  private int running;
  private Promise<Void> idle;

  /**
   * @param content the instance's own
   * @param limiter shared by all instances of the node, and by the tools
   * @param audit takes an event for everything that was read
   */
  public ContentVerticle(EnvironmentContent content, CallLimiter limiter, AuditLog audit) {
    this.content = requireNonNull(content, "content is null");
    this.limiter = requireNonNull(limiter, "limiter is null");
    this.audit = requireNonNull(audit, "audit is null");
  }

  @Override
  public Future<?> start() {
    requests = vertx.eventBus().consumer(Addresses.CONTENT, this::take);
    return requests.completion();
  }

  /** Takes no more requests, and ends when those that run have ended; each has a deadline. */
  @Override
  public Future<?> stop() {
    return requests
        .unregister()
        .compose(
            unregistered -> {
              idle = Promise.promise();
              if (running == 0) {
                idle.complete();
              }
              return idle.future();
            });
  }

  private void take(Message<ContentRequest> message) {
    long startedNanos = System.nanoTime();
    ContentRequest request = message.body();
    Optional<Runnable> place = limiter.acquire(request.caller());
    Future<ContentOutcome> outcome =
        place.isPresent()
            ? answer(request).onComplete(answered -> place.get().run())
            : Future.succeededFuture(
                new ContentOutcome.Unavailable("too many calls are running; try again later"));
    running++;
    outcome
        .compose(ended -> record(request, ended, startedNanos).map(ended))
        .onSuccess(message::reply)
        .onComplete(replied -> ended());
  }

  private void ended() {
    running--;
    if (idle != null && running == 0) {
      idle.tryComplete();
    }
  }

  /** Never fails. */
  private Future<ContentOutcome> answer(ContentRequest request) {
    if (!request.caller().may(Scope.READ)) {
      return Future.succeededFuture(new ContentOutcome.Invalid("this needs the scope read"));
    }
    Cancellation cancellation = new Cancellation();
    QuietContext context =
        new QuietContext(
            request.caller(), Instant.now().plus(PATIENCE), cancellation, request.method());
    return start(context, request)
        .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(failure -> cancellation.cancel())
        .otherwise(failure -> failed(request, failure));
  }

  private Future<ContentOutcome> start(QuietContext context, ContentRequest request) {
    try {
      return content.answer(context, request);
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private static ContentOutcome failed(ContentRequest request, Throwable failure) {
    if (failure instanceof ToolFault) {
      return new ContentOutcome.Invalid(failure.getMessage());
    }
    if (failure instanceof QueryFault fault) {
      String text = QueryFaultText.of(fault);
      return fault.kind() == QueryFault.Kind.UNAVAILABLE || fault.kind() == QueryFault.Kind.TIMEOUT
          ? new ContentOutcome.Unavailable(text)
          : new ContentOutcome.Invalid(text);
    }
    if (failure instanceof RejectedExecutionException || failure instanceof TimeoutException) {
      return new ContentOutcome.Unavailable("this takes too long now; try again later");
    }
    String correlationId = Secrets.randomToken().substring(0, CORRELATION_LENGTH);
    LOG.error(
        "content request failed: method={} grant={} correlation={}",
        request.method(),
        request.caller().grantId(),
        correlationId,
        failure);
    return new ContentOutcome.Failed(correlationId);
  }

  /** Lists and completions show names only, and clients ask for them at every key. */
  private Future<Void> record(ContentRequest request, ContentOutcome outcome, long startedNanos) {
    String method = request.method();
    if (!method.equals("resources/read") && !method.equals("prompts/get")) {
      return Future.succeededFuture();
    }
    int millis = (int) TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos);
    AuditEvent event =
        new AuditEvent(
            Instant.now(),
            "content.read",
            outcome.fold(new OutcomeNames()),
            AuditEvent.Actor.of(request.caller()),
            new AuditEvent.Call(method, null, millis),
            outcome instanceof ContentOutcome.Failed failed ? failed.correlationId() : null);
    return audit
        .commit(event)
        .recover(
            failure -> {
              LOG.warn("audit event not taken: method={}", method, failure);
              return Future.succeededFuture();
            });
  }

  private static final class OutcomeNames implements ContentOutcome.Cases<String> {
    @Override
    public String found(ContentOutcome.Found outcome) {
      return "ok";
    }

    @Override
    public String missing(ContentOutcome.Missing outcome) {
      return "missing";
    }

    @Override
    public String invalid(ContentOutcome.Invalid outcome) {
      return "invalid";
    }

    @Override
    public String inputRequired(ContentOutcome.InputRequired outcome) {
      return "input_required";
    }

    @Override
    public String unavailable(ContentOutcome.Unavailable outcome) {
      return "unavailable";
    }

    @Override
    public String failed(ContentOutcome.Failed outcome) {
      return "failed";
    }
  }
}
