package ai.altertable.mcp.bench;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients of both eras that call tools one after the other, some of which write, and keep count of
 * what goes wrong.
 */
final class SteadyLoad {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Of the tool error for a writing call whose node died. */
  private static final String UNKNOWN = "the call may have been done, or not";

  private final URI endpoint;
  private final List<Thread> clients = new ArrayList<>();
  private final AtomicInteger numbers = new AtomicInteger(1);
  private final Queue<Long> nanos = new ConcurrentLinkedQueue<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicInteger unknown = new AtomicInteger();
  private final Queue<String> recorded = new ConcurrentLinkedQueue<>();
  private final Queue<String> written = new ConcurrentLinkedQueue<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Settling settling = new Settling();
  private volatile boolean over;

  /**
   * What came of it.
   *
   * @param failures what each call that failed was answered
   * @param unknown calls that were told that nobody knows whether they were done
   * @param recorded what names each call that was answered by a result in the audit log
   * @param written what calls that were answered by a result have written
   */
  record Outcome(
      int calls,
      List<String> failures,
      int unknown,
      List<String> recorded,
      List<String> written,
      Duration median,
      Duration p99,
      Duration longest) {}

  private SteadyLoad(URI endpoint) {
    this.endpoint = endpoint;
  }

  /** Begins; each session is one client. */
  static SteadyLoad begin(URI endpoint, List<McpSession> sessions) {
    SteadyLoad load = new SteadyLoad(endpoint);
    for (McpSession session : sessions) {
      Thread client = new Thread(() -> load.run(session), "client");
      client.start();
      load.clients.add(client);
    }
    return load;
  }

  /**
   * Waits until calls are answered again as they should be.
   *
   * @param limit of each call
   * @return how long that took; empty when it did not come
   */
  Optional<Duration> settled(Duration limit, Duration longest) throws InterruptedException {
    return settling.await(limit, longest);
  }

  /** How many calls have failed so far, those included that nobody knows the end of. */
  int failures() {
    return failures.size() + unknown.get();
  }

  /** Lets each client finish its call. */
  Outcome end() throws InterruptedException {
    over = true;
    for (Thread client : clients) {
      client.join(TimeUnit.MINUTES.toMillis(2));
    }
    long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    return new Outcome(
        sorted.length,
        List.copyOf(failures),
        unknown.get(),
        List.copyOf(recorded),
        List.copyOf(written),
        at(sorted, sorted.length / 2),
        at(sorted, sorted.length * 99 / 100),
        at(sorted, sorted.length - 1));
  }

  private static Duration at(long[] sorted, int index) {
    return sorted.length == 0
        ? Duration.ZERO
        : Duration.ofNanos(sorted[Math.min(index, sorted.length - 1)]);
  }

  private void run(McpSession session) {
    while (!over) {
      int number = numbers.getAndIncrement();
      String trace = UUID.randomUUID().toString().replace("-", "");
      JsonObject message = message(number, trace);
      long started = System.nanoTime();
      String answer;
      try {
        answer = ask(session, message);
      } catch (IOException e) {
        answer = e.toString();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      long took = System.nanoTime() - started;
      nanos.add(took);
      boolean good = answer.isEmpty();
      if (good) {
        recorded.add(trace);
        if (writes(number)) {
          written.add(trace);
        }
      } else if (answer.contains(UNKNOWN)) {
        unknown.incrementAndGet();
      } else {
        failures.add(answer);
      }
      settling.answered(good, took);
    }
  }

  private static boolean writes(int number) {
    return number % 4 == 3;
  }

  /** Carries a trace context (W3C), whose id names the call in the audit log. */
  private static JsonObject message(int number, String trace) {
    JsonObject message =
        writes(number)
            ? Operation.memory(number, trace)
            : number % 2 == 0
                ? Operation.query(number, 1, 1)
                : Operation.call(number, "whoami", new JsonObject());
    JsonObject meta = new JsonObject().put("traceparent", "00-" + trace + "-00f067aa0ba902b7-01");
    message.getJsonObject("params").put("_meta", meta);
    return message;
  }

  /** Empty when the call was answered by a result, else what it was answered by. */
  private String ask(McpSession session, JsonObject message)
      throws IOException, InterruptedException {
    Load.Request ready = session.request(message);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint)
            .timeout(PATIENCE)
            .POST(HttpRequest.BodyPublishers.ofString(ready.body()));
    ready.headers().forEach(request::header);
    HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return answer.statusCode() == 200 && good(answer.body())
        ? ""
        : answer.statusCode() + " " + answer.body();
  }

  private static boolean good(String body) {
    try {
      JsonObject result = McpSession.message(body).getJsonObject("result");
      return result != null && !result.getBoolean("isError", false);
    } catch (DecodeException cut) {
      return false;
    }
  }
}
