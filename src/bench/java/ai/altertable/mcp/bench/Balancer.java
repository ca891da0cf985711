package ai.altertable.mcp.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A plain balancer in front of nodes: requests go round those that say they are ready. What never
 * reached a node goes to the next one; what did is never sent again.
 */
final class Balancer implements AutoCloseable {
  private static final long POLL_MILLIS = 100;
  private static final long PROBE_MILLIS = 1_000;

  /** As balancers are set up: one answer that a node is not ready may be a hiccup. */
  private static final int ENOUGH_REFUSALS = 2;

  private static final int UNAVAILABLE = 503;
  private static final int BAD_GATEWAY = 502;

  private final Vertx vertx;
  private final HttpClient client;
  private final HttpServer server;
  private final List<Backend> backends;
  private final AtomicInteger turn = new AtomicInteger();
  private final long poll;

  /** A node behind it. */
  static final class Backend {
    private final int port;
    private final int management;
    private volatile boolean ready;
    private volatile boolean asked;
    private int refusals;

    /**
     * @param port where requests go
     * @param management where {@code /health/ready} is
     */
    Backend(int port, int management) {
      this.port = port;
      this.management = management;
    }
  }

  /**
   * Returns when every node is ready. Blocks.
   *
   * @param port where it listens
   */
  Balancer(Vertx vertx, int port, List<Backend> backends) {
    this.vertx = vertx;
    this.backends = List.copyOf(backends);
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions().setConnectTimeout(2_000).setIdleTimeout(60),
            new PoolOptions().setHttp1MaxSize(256));
    this.server = vertx.createHttpServer().requestHandler(this::take);
    server.listen(port, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
    Future.all(this.backends.stream().map(this::untilReady).toList())
        .toCompletionStage()
        .toCompletableFuture()
        .join();
    this.poll =
        vertx.setPeriodic(POLL_MILLIS, POLL_MILLIS, tick -> this.backends.forEach(this::probe));
  }

  private Future<?> untilReady(Backend backend) {
    return probe(backend)
        .transform(
            asked ->
                backend.ready
                    ? Future.succeededFuture()
                    : vertx.timer(POLL_MILLIS).compose(again -> untilReady(backend)));
  }

  private Future<?> probe(Backend backend) {
    if (backend.asked) {
      return Future.succeededFuture();
    }
    backend.asked = true;
    RequestOptions question =
        new RequestOptions()
            .setHost("127.0.0.1")
            .setPort(backend.management)
            .setURI("/health/ready")
            .setTimeout(PROBE_MILLIS);
    return client
        .request(question)
        .compose(HttpClientRequest::send)
        .compose(answer -> answer.body().map(body -> answer.statusCode() == 200))
        .onSuccess(ready -> heard(backend, ready))
        .onFailure(
            fault -> {
              // A slow answer says nothing; a refused connection does.
              if (fault instanceof ConnectException) {
                backend.ready = false;
              }
            })
        .onComplete(answered -> backend.asked = false);
  }

  private static synchronized void heard(Backend backend, boolean ready) {
    backend.refusals = ready ? 0 : backend.refusals + 1;
    backend.ready = ready || (backend.ready && backend.refusals < ENOUGH_REFUSALS);
  }

  private void take(HttpServerRequest request) {
    request.body().onSuccess(body -> forward(request, body, candidates()));
  }

  /** Those that are ready, beginning with the next in turn. */
  private List<Backend> candidates() {
    int first = Math.floorMod(turn.getAndIncrement(), backends.size());
    List<Backend> found = new ArrayList<>();
    for (int i = 0; i < backends.size(); i++) {
      Backend backend = backends.get((first + i) % backends.size());
      if (backend.ready) {
        found.add(backend);
      }
    }
    return found;
  }

  private void forward(HttpServerRequest request, Buffer body, List<Backend> candidates) {
    if (candidates.isEmpty()) {
      refuse(request, UNAVAILABLE);
      return;
    }
    Backend backend = candidates.get(0);
    RequestOptions options =
        new RequestOptions()
            .setHost("127.0.0.1")
            .setPort(backend.port)
            .setMethod(request.method())
            .setURI(request.uri());
    Future<HttpClientRequest> connected = client.request(options);
    connected.onFailure(
        refused -> {
          if (refused instanceof ConnectException) {
            backend.ready = false;
          }
          forward(request, body, candidates.subList(1, candidates.size()));
        });
    connected.onSuccess(
        out -> {
          out.headers().setAll(request.headers());
          request.response().closeHandler(gone -> out.reset());
          out.send(body)
              .onSuccess(answer -> back(request, answer))
              .onFailure(cut -> refuse(request, BAD_GATEWAY));
        });
  }

  /** Byte for byte as it comes: streams may last. */
  private static void back(HttpServerRequest request, HttpClientResponse answer) {
    HttpServerResponse out = request.response().setStatusCode(answer.statusCode());
    answer
        .headers()
        .forEach(
            (name, value) -> {
              if (!name.equalsIgnoreCase("transfer-encoding")
                  && !name.equalsIgnoreCase("connection")) {
                out.headers().add(name, value);
              }
            });
    out.setChunked(!out.headers().contains("content-length"));
    answer.pipeTo(out).onFailure(cut -> request.connection().close());
  }

  private static void refuse(HttpServerRequest request, int status) {
    if (!request.response().ended() && !request.response().closed()) {
      request.response().setStatusCode(status).end();
    }
  }

  @Override
  public void close() {
    vertx.cancelTimer(poll);
    server.close().toCompletionStage().toCompletableFuture().join();
    client.close();
  }
}
