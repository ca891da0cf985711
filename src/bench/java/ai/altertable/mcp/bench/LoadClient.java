package ai.altertable.mcp.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The load where wrk is not installed: as many requests at a time as connections, one after the
 * other on each. Prints one JSON object of the same shape as {@code load.lua} does.
 */
final class LoadClient {
  private static final String FIRST_ID = Integer.toString(Load.FIRST_ID);

  private final HttpClient client;
  private final List<RequestOptions> heads;
  private final List<String> bodies;
  private final long startNanos = System.nanoTime();
  private final long endNanos;
  private long[] latencies = new long[1 << 16];
  private int answered;
  private int sent;
  private int running;
  private long bytes;
  private long failures;

  private LoadClient(
      HttpClient client, List<RequestOptions> heads, List<String> bodies, long millis) {
    this.client = client;
    this.heads = heads;
    this.bodies = bodies;
    this.endNanos = startNanos + millis * 1_000_000;
  }

  /** Arguments: endpoint, file of requests, connections, milliseconds. */
  public static void main(String[] arguments) throws IOException {
    String endpoint = arguments[0];
    int connections = Integer.parseInt(arguments[2]);
    JsonArray requests = new JsonArray(Files.readString(Path.of(arguments[1])));
    List<JsonObject> list = requests.stream().map(JsonObject.class::cast).toList();
    Vertx vertx = Vertx.vertx();
    vertx.runOnContext(
        start -> {
          LoadClient load =
              new LoadClient(
                  vertx.createHttpClient(
                      new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(connections)),
                  list.stream().map(request -> head(endpoint, request)).toList(),
                  list.stream().map(request -> request.getString("body")).toList(),
                  Long.parseLong(arguments[3]));
          load.running = connections;
          for (int i = 0; i < connections; i++) {
            load.next(vertx);
          }
        });
  }

  private void next(Vertx vertx) {
    long started = System.nanoTime();
    if (started > endNanos) {
      running--;
      if (running == 0) {
        report();
        vertx.close();
      }
      return;
    }
    int number = sent % bodies.size();
    sent++;
    String id = Integer.toString(Load.FIRST_ID + sent);
    Buffer body = Buffer.buffer(bodies.get(number).replaceFirst(FIRST_ID, id));
    client
        .request(heads.get(number))
        .compose(request -> exchange(request, body))
        .onComplete(
            answer -> {
              record(System.nanoTime() - started);
              failures += answer.succeeded() && answer.result() ? 0 : 1;
              next(vertx);
            });
  }

  private Future<Boolean> exchange(HttpClientRequest request, Buffer body) {
    return request
        .send(body)
        .compose(
            response ->
                response
                    .body()
                    .map(
                        content -> {
                          bytes += content.length();
                          return response.statusCode() == 200;
                        }));
  }

  private void record(long nanos) {
    if (answered == latencies.length) {
      latencies = Arrays.copyOf(latencies, 2 * answered);
    }
    latencies[answered++] = nanos / 1000;
  }

  private void report() {
    Arrays.sort(latencies, 0, answered);
    System.out.println(
        new JsonObject()
            .put("requests", answered)
            .put("micros", (System.nanoTime() - startNanos) / 1000)
            .put("p50", latencies[answered / 2])
            .put("p99", latencies[(int) (answered * 0.99)])
            .put("bytes", bytes)
            .put("failures", failures)
            .encode());
  }

  private static RequestOptions head(String endpoint, JsonObject request) {
    RequestOptions options =
        new RequestOptions().setAbsoluteURI(endpoint).setMethod(HttpMethod.POST);
    request
        .getJsonObject("headers")
        .forEach(header -> options.addHeader(header.getKey(), (String) header.getValue()));
    return options;
  }
}
