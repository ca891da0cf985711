package ai.altertable.mcp.bench;

import ai.altertable.mcp.testing.Await;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.client.WebClient;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Sends product events without a pause: requests of a hundred, each event with a message id, by
 * some clients at a time. Counts what was answered. An end for all of them is the only one.
 */
final class EventLoad {
  /** What the names of its events begin with. */
  static final String PREFIX = "bench_";

  private static final int EVENTS = 100;
  private static final int PEOPLE = 5000;
  private static final List<String> NAMES =
      List.of("pageview", "product_viewed", "added_to_cart", "order_completed");

  private final WebClient http;
  private final int port;
  private final String key;
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong accepted = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final List<Future<Void>> clients;
  private volatile boolean over;

  /** Begins. */
  EventLoad(Vertx vertx, int clients, int port, String key) {
    this.http = WebClient.wrap(vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(clients)));
    this.port = port;
    this.key = key;
    this.clients = IntStream.range(0, clients).mapToObj(one -> client()).toList();
  }

  /** Events that were answered with a success. */
  long accepted() {
    return accepted.get();
  }

  /** Events in answers that were none. */
  long refused() {
    return refused.get();
  }

  /** Events whose answer, if there was one, nobody has seen yet. */
  long inFlight() {
    return sent.get() * EVENTS - accepted() - refused();
  }

  /** Sends nothing more. */
  void stop() {
    over = true;
  }

  /** Waits for answers, or for connections that break. */
  void await() {
    clients.forEach(Await::get);
  }

  /** One request after the other until it is over, or the server is. */
  private Future<Void> client() {
    Promise<Void> done = Promise.promise();
    next(done);
    return done.future();
  }

  private void next(Promise<Void> done) {
    if (over) {
      done.complete();
      return;
    }
    http.post(port, "127.0.0.1", "/track")
        .putHeader("X-API-Key", key)
        .sendBuffer(body(sent.getAndIncrement()))
        .onSuccess(
            answer -> {
              if (answer.statusCode() == 200) {
                accepted.addAndGet(answer.bodyAsJsonObject().getInteger("accepted"));
              } else {
                refused.addAndGet(EVENTS);
              }
              next(done);
            })
        .onFailure(
            broken -> {
              if (over) {
                done.complete();
              } else {
                done.fail(broken);
              }
            });
  }

  private static Buffer body(long request) {
    StringBuilder body = new StringBuilder(EVENTS * 220).append('[');
    for (int i = 0; i < EVENTS; i++) {
      long number = request * EVENTS + i;
      body.append(i == 0 ? "" : ",")
          .append("{\"event\":\"")
          .append(PREFIX)
          .append(NAMES.get((int) (number % NAMES.size())))
          .append("\",\"distinct_id\":\"user_")
          .append(number * 31 % PEOPLE)
          .append("\",\"message_id\":\"bench-")
          .append(number)
          .append("\",\"session_id\":\"session-")
          .append(number / 20)
          .append("\",\"properties\":{\"$url\":\"/products/")
          .append(number % 400)
          .append("\",\"country\":\"DE\",\"device_type\":\"mobile\",\"price\":12.5}}");
    }
    return Buffer.buffer(body.append(']').toString());
  }
}
