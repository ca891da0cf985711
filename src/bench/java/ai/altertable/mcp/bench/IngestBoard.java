package ai.altertable.mcp.bench;

import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.ingest.IngestFixture;
import ai.altertable.mcp.testing.Await;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.client.WebClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Measures product events taken in: requests of a hundred, each event with a message id, by as many
 * clients as there are connections; listener, database (durable, as shipped) and clients on the
 * same cores. Counts what was answered, which is committed then, and at the end compares it with
 * what is there. Run by {@code mvn -Pbench verify -Dbench.only=ingest}.
 */
final class IngestBoard {
  static final String NAME = "ingest";
  private static final int EVENTS = 100;
  private static final int CLIENTS = 32;
  private static final int PEOPLE = 5000;
  private static final double MARK = 20_000;
  private static final List<String> NAMES =
      List.of("$pageview", "product_viewed", "added_to_cart", "order_completed");

  private final Settings settings;
  private final Vertx vertx = Vertx.vertx();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong accepted = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private volatile boolean over;

  IngestBoard(Settings settings) {
    this.settings = settings;
  }

  /** Prints events a second; returns whether the mark is met and nothing is lost or doubled. */
  boolean run() throws InterruptedException {
    Map<String, String> limits =
        Map.of("ALTERTABLE_INGEST_KEY_RATE", "1000000", "ALTERTABLE_INGEST_KEY_BURST", "1000000");
    try (IngestFixture ingest = new IngestFixture(limits)) {
      Tenant tenant = ingest.lakehouse.tenant("bench", "production");
      String key = ingest.key(tenant);
      WebClient http =
          WebClient.wrap(vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(CLIENTS)));
      List<Future<Void>> clients =
          IntStream.range(0, CLIENTS).mapToObj(client -> client(http, ingest.port(), key)).toList();
      sleep(settings.warmUp());
      double best = 0;
      for (int round = 0; round < settings.rounds(); round++) {
        best = Math.max(best, round(settings.round()));
      }
      over = true;
      clients.forEach(Await::get);
      long there =
          Long.parseLong(
              ingest
                  .query(tenant, "SELECT count(*) FROM product_analytics.events")
                  .toString()
                  .replaceAll("\\D", ""));
      System.out.printf(
          "best %,.0f events/s (mark %,.0f); answered %,d, refused %,d, there %,d%n",
          best, MARK, accepted.get(), refused.get(), there);
      return best >= MARK && there == accepted.get();
    } finally {
      Await.get(vertx.close());
    }
  }

  private double round(Duration length) throws InterruptedException {
    long before = accepted.get();
    long started = System.nanoTime();
    sleep(length);
    double rate = (accepted.get() - before) * 1e9 / (System.nanoTime() - started);
    System.out.printf("%,.0f events/s%n", rate);
    return rate;
  }

  private static void sleep(Duration length) throws InterruptedException {
    Thread.sleep(length.toMillis());
  }

  /** One request after the other until it is over. */
  private Future<Void> client(WebClient http, int port, String key) {
    Promise<Void> done = Promise.promise();
    next(http, port, key, done);
    return done.future();
  }

  private void next(WebClient http, int port, String key, Promise<Void> done) {
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
              next(http, port, key, done);
            })
        .onFailure(done::tryFail);
  }

  private static Buffer body(long request) {
    StringBuilder body = new StringBuilder(EVENTS * 220).append('[');
    for (int i = 0; i < EVENTS; i++) {
      long number = request * EVENTS + i;
      body.append(i == 0 ? "" : ",")
          .append("{\"event\":\"")
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
