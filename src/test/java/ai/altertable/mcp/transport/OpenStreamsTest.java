package ai.altertable.mcp.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.RawConnection;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What becomes of streams as time goes by; the time is the test's. */
class OpenStreamsTest {
  private static final Vertx VERTX = Vertx.vertx();
  private static final Context LOOP = VERTX.getOrCreateContext();

  private final OpenStreams streams = new OpenStreams();
  private final BlockingQueue<HttpConnection> connections = new LinkedBlockingQueue<>();
  private final CompletableFuture<HttpServerResponse> opened = new CompletableFuture<>();

  @AfterAll
  static void stop() {
    Await.get(VERTX.close());
  }

  /** Opens a stream at time 0, for a client that may do as it likes. */
  private RawConnection client(EventStream[] stream) throws Exception {
    RawConnection client = new RawConnection(listen(stream));
    client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    opened.get(20, TimeUnit.SECONDS);
    return client;
  }

  private int listen(EventStream[] stream) throws Exception {
    HttpServer server =
        onLoop(
                () ->
                    VERTX
                        .createHttpServer()
                        .requestHandler(
                            request -> {
                              connections.add(request.connection());
                              HttpServerResponse response = request.response();
                              stream[0] = EventStream.reply(request, UUID.randomUUID());
                              streams.add(stream[0]);
                              stream[0].open(0);
                              opened.complete(response);
                            })
                        .listen(0, "127.0.0.1"))
            .toCompletionStage()
            .toCompletableFuture()
            .get(20, TimeUnit.SECONDS);
    return server.actualPort();
  }

  private static <T> T onLoop(Callable<T> work) {
    return Await.get(
        Future.future(promise -> LOOP.runOnContext(now -> promise.complete(call(work)))));
  }

  private static <T> T call(Callable<T> work) {
    try {
      return work.call();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** More than the operating system and HTTP/2 keep for a client that does not read. */
  private static void sendMuch(EventStream stream) {
    onLoop(
        () -> {
          Buffer message = Buffer.buffer("x".repeat(1 << 20));
          for (int i = 0; i < 40; i++) {
            stream.send(null, message, 0);
          }
          return true;
        });
  }

  private void tick(long now) {
    onLoop(
        () -> {
          streams.tick(now);
          return true;
        });
  }

  @Test
  void silentStreamIsKeptAliveByComments() throws Exception {
    EventStream[] stream = new EventStream[1];
    try (RawConnection client = client(stream)) {
      tick(14_999);
      assertThat(stream[0].writtenAt()).isZero();
      tick(15_000);
      assertThat(stream[0].writtenAt()).isEqualTo(15_000);
      tick(29_999);
      assertThat(stream[0].writtenAt()).isEqualTo(15_000);
      assertThat(client.readUntil(": \n\n")).contains("text/event-stream");
    }
  }

  @Test
  void clientThatTakesNothingIsCutOffThoughMuchIsLeftToSend() throws Exception {
    EventStream[] stream = new EventStream[1];
    try (RawConnection client = client(stream)) {
      CompletableFuture<Void> cut = new CompletableFuture<>();
      HttpServerResponse response = opened.get();
      onLoop(() -> response.closeHandler(closed -> cut.complete(null)));
      sendMuch(stream[0]);
      tick(100_000);
      tick(159_999);
      assertThat(onLoop(stream[0]::over)).isFalse();

      tick(160_000);
      cut.get(20, TimeUnit.SECONDS);
      assertThat(onLoop(stream[0]::over)).isTrue();
      client.readToEnd();
    }
  }

  @Test
  void overHttp2TheStreamIsCutOffAndTheConnectionGoesOn() throws Exception {
    EventStream[] stream = new EventStream[1];
    int port = listen(stream);
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
    URI uri = URI.create("http://localhost:" + port);
    HttpResponse<InputStream> first = get(client, uri);
    assertThat(first.version()).isEqualTo(HttpClient.Version.HTTP_2);
    CompletableFuture<Void> cut = new CompletableFuture<>();
    HttpServerResponse response = opened.get();
    onLoop(() -> response.closeHandler(closed -> cut.complete(null)));
    sendMuch(stream[0]);
    tick(100_000);
    tick(160_000);
    cut.get(20, TimeUnit.SECONDS);

    HttpConnection before = connections.take();
    assertThat(get(client, uri).statusCode()).isEqualTo(200);
    assertThat(connections.take()).isSameAs(before);
    assertThatThrownBy(first.body()::readAllBytes).isInstanceOf(IOException.class);
  }

  private static HttpResponse<InputStream> get(HttpClient client, URI uri) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(50)).build();
    return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
  }
}
