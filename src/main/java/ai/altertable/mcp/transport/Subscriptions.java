package ai.altertable.mcp.transport;

import ai.altertable.mcp.bus.Caller;
import ai.altertable.mcp.bus.ContentChanged;
import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.bus.TaskState;
import ai.altertable.mcp.protocol.Meta;
import ai.altertable.mcp.protocol.ModernResult;
import ai.altertable.mcp.protocol.RpcError;
import ai.altertable.mcp.protocol.RpcException;
import ai.altertable.mcp.protocol.ServerDescription;
import ai.altertable.mcp.transport.session.WatchRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Who wants to hear of changes: streams of {@code subscriptions/listen} (revision 2026-07-28),
 * which end with the token that opened them, and standing streams of sessions. Used from one event
 * loop.
 */
final class Subscriptions {
  private static final int RETRY_SECONDS = 30;

  private final Budget<UUID> budget;
  private final ServerDescription server;
  private final TaskNews tasks;
  private final Set<Listener> listeners = new HashSet<>();

  Subscriptions(Budget<UUID> budget, ServerDescription server, TaskNews tasks) {
    this.budget = budget;
    this.server = server;
    this.tasks = tasks;
  }

  /** {@code subscriptions/listen}: the result comes when the stream ends. */
  Future<Buffer> listen(Exchange exchange) {
    SubscriptionFilter filter = SubscriptionFilter.parse(exchange.request().params());
    Caller caller = exchange.visit().caller();
    exchange.visit().require(Scope.READ);
    if (!exchange.reply().streams()) {
      throw new RpcException(RpcError.invalidRequest("subscriptions/listen needs a stream"));
    }
    if (filter.taskIds() != null) {
      TasksExtension.require(exchange);
    }
    if (!budget.acquire(caller.grantId())) {
      throw Rejection.retryAfter(429, RETRY_SECONDS, "too many streams are open; close some");
    }
    Promise<Buffer> over = Promise.promise();
    over.future().onComplete(done -> budget.release(caller.grantId()));
    exchange.reply().onGone(() -> over.tryFail(new Withdrawn()));
    Future<List<TaskState>> known =
        filter.taskIds() == null
            ? Future.succeededFuture(List.of())
            : tasks.find(caller, filter.taskIds());
    known
        .onSuccess(
            found -> {
              if (!over.future().isComplete()) {
                begin(exchange, filter, found, over);
              }
            })
        .onFailure(over::tryFail);
    Object id = exchange.request().id().value();
    return over.future().map(result -> finished(id));
  }

  private void begin(
      Exchange exchange, SubscriptionFilter filter, List<TaskState> known, Promise<Buffer> over) {
    Object id = exchange.request().id().value();
    Reply reply = exchange.reply();
    Listener listener =
        new Listener(
            exchange.visit().caller(),
            filter::wants,
            filter::uris,
            (method, params) -> reply.notify(method, tagged(params, id)),
            over);
    listeners.add(listener);
    over.future().onComplete(done -> listeners.remove(listener));
    List<String> taskIds = known.stream().map(TaskState::taskId).toList();
    listener.tell(
        "notifications/subscriptions/acknowledged",
        new JsonObject().put("notifications", filter.honoured(taskIds)));
    if (known.isEmpty()) {
      reply.stands();
    } else {
      Runnable end = tasks.follow(exchange, known, task -> listener.tell(TaskNews.METHOD, task));
      over.future().onComplete(done -> end.run());
    }
  }

  /**
   * Tells a session's standing stream what it subscribed to.
   *
   * @return ends it
   */
  Runnable attach(
      WatchRegistry.Watched watched, Caller caller, BiConsumer<String, JsonObject> notify) {
    Listener listener =
        new Listener(
            caller,
            change -> change.uri() == null || watched.uris().contains(change.uri()),
            watched::uris,
            notify,
            Promise.promise());
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Passes a change on to those of its environment that want to know. */
  void changed(ContentChanged change) {
    for (Listener listener : List.copyOf(listeners)) {
      UUID environment = listener.caller().tenant().environmentId();
      boolean theirs = change.environmentId() == null || change.environmentId().equals(environment);
      if (theirs && listener.wants().test(change)) {
        listener.tell(SubscriptionFilter.method(change), params(change));
      }
    }
  }

  /**
   * Changes may have gone unheard: everybody is told that the list of resources changed, and that
   * every resource it watches did.
   */
  void missed() {
    ContentChanged list = ContentChanged.list(ContentChanged.Kind.RESOURCES);
    for (Listener listener : List.copyOf(listeners)) {
      if (listener.wants().test(list)) {
        listener.tell(SubscriptionFilter.method(list), params(list));
      }
      for (String uri : listener.watched().get()) {
        ContentChanged resource = new ContentChanged(ContentChanged.Kind.RESOURCE, null, uri);
        listener.tell(SubscriptionFilter.method(resource), params(resource));
      }
    }
  }

  void endGrant(UUID grantId) {
    end(listener -> listener.caller().grantId().equals(grantId));
  }

  void endAll() {
    end(listener -> true);
  }

  void tick(Instant now) {
    end(listener -> !listener.caller().expiresAt().isAfter(now));
  }

  private void end(Predicate<Listener> which) {
    for (Listener listener : List.copyOf(listeners)) {
      if (which.test(listener)) {
        listener.over().tryComplete(Buffer.buffer());
      }
    }
  }

  private Buffer finished(Object id) {
    JsonObject result = ModernResult.complete(new JsonObject(), server.info());
    result.getJsonObject(Meta.META).put(Meta.SUBSCRIPTION_ID, id);
    return result.toBuffer();
  }

  private static JsonObject tagged(JsonObject params, Object id) {
    return params.put(Meta.META, new JsonObject().put(Meta.SUBSCRIPTION_ID, id));
  }

  private static JsonObject params(ContentChanged change) {
    return change.uri() == null ? new JsonObject() : new JsonObject().put("uri", change.uri());
  }

  private record Listener(
      Caller caller,
      Predicate<ContentChanged> wants,
      Supplier<Set<String>> watched,
      BiConsumer<String, JsonObject> channel,
      Promise<Buffer> over) {

    void tell(String method, JsonObject params) {
      channel.accept(method, params);
    }
  }
}
