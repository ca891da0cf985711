package ai.altertable.mcp.transport;

import ai.altertable.mcp.bus.Caller;
import ai.altertable.mcp.protocol.Message;
import ai.altertable.mcp.protocol.RequestId;
import ai.altertable.mcp.transport.session.Session;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Requests of ours to clients of the handshake era, on the stream of the request that needs them
 * (revision 2025-11-25, transports). The answer is a POST of its own, which may reach another event
 * loop or node: it travels over the bus.
 */
final class ClientDialog {
  /** People think, look things up, get a coffee. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final String ANSWER = "mcp.answer.";

  private final Vertx vertx;
  private final CallIds ids = new CallIds();

  ClientDialog(Vertx vertx) {
    this.vertx = vertx;
  }

  /**
   * Asks a client several things at a time.
   *
   * @param requests by key: {@code {method, params}}
   * @return results by the same keys, without those that the client answered with an error; fails
   *     with {@link Withdrawn} when it went away or took too long
   */
  Future<JsonObject> ask(Exchange exchange, JsonObject requests) {
    JsonObject answers = new JsonObject();
    List<Future<Void>> all = new ArrayList<>();
    Promise<Void> gone = Promise.promise();
    exchange.reply().onGone(() -> gone.tryFail(new Withdrawn()));
    for (Map.Entry<String, Object> each : requests) {
      all.add(one(exchange, (JsonObject) each.getValue(), each.getKey(), answers, gone.future()));
    }
    return Future.all(all).map(answers);
  }

  /** Hands a client's answer to whoever asked. */
  void answered(Session session, Caller caller, Message.Response response) {
    JsonObject body =
        response.result() != null ? new JsonObject().put("result", response.result()) : null;
    vertx.eventBus().publish(address(session, caller, response.id()), body);
  }

  private Future<Void> one(
      Exchange exchange, JsonObject request, String key, JsonObject answers, Future<Void> gone) {
    RequestId id = new RequestId(ids.random());
    Promise<Void> promise = Promise.promise();
    MessageConsumer<JsonObject> consumer = vertx.eventBus().consumer(address(exchange, id));
    consumer.handler(
        message -> {
          if (message.body() != null) {
            answers.put(key, message.body().getJsonObject("result"));
          }
          promise.tryComplete();
        });
    long timer = vertx.setTimer(PATIENCE.toMillis(), late -> promise.tryFail(new Withdrawn()));
    gone.onFailure(promise::tryFail);
    return consumer
        .completion()
        .compose(
            ready -> {
              exchange
                  .reply()
                  .request(
                      id,
                      request.getString("method"),
                      request.getJsonObject("params", new JsonObject()));
              return promise.future();
            })
        .onComplete(
            done -> {
              vertx.cancelTimer(timer);
              consumer.unregister();
            });
  }

  private static String address(Exchange exchange, RequestId id) {
    Era.Legacy era = (Era.Legacy) exchange.era();
    return address(era.session(), exchange.visit().caller(), id);
  }

  /** Only the client that was asked can know it. */
  private static String address(Session session, Caller caller, RequestId id) {
    return ANSWER + CallIds.of(session, caller, id);
  }
}
