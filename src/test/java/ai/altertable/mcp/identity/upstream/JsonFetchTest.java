package ai.altertable.mcp.identity.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.Await;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The provider's documents, asked for from a thread that is none of Vert.x's. */
class JsonFetchTest {
  private final Vertx vertx = Vertx.vertx();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch cutOff = new CountDownLatch(1);
  private HttpServer server;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/small", exchange -> send(exchange, "{\"a\": 1}"));
    server.createContext("/slow", this::dribble);
    server.createContext("/form", exchange -> send(exchange, echo(exchange)));
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
    Await.get(vertx.close());
  }

  private URI address(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  private static void send(HttpExchange exchange, String body) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(200, body.length());
      exchange.getResponseBody().write(body.getBytes(UTF_8));
    }
  }

  private static String echo(HttpExchange exchange) throws IOException {
    return "{\"form\": \""
        + new String(exchange.getRequestBody().readAllBytes(), UTF_8)
        + "\", \"x\": \""
        + exchange.getRequestHeaders().getFirst("X")
        + "\"}";
  }

  /** Never silent for long, never done: only a limit on the whole ends it. */
  private void dribble(HttpExchange exchange) {
    try (exchange) {
      exchange.sendResponseHeaders(200, 0);
      while (!cutOff.await(20, TimeUnit.MILLISECONDS)) {
        exchange.getResponseBody().write(' ');
        exchange.getResponseBody().flush();
      }
    } catch (IOException e) {
      cutOff.countDown();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Again and again: an answer must not be over before it is listened to. */
  @Test
  void missesNoPartOfAQuickAnswer() {
    JsonFetch fetch = new JsonFetch(vertx);
    for (int i = 0; i < 200; i++) {
      assertThat(Await.get(fetch.get(address("/small"), Map.of())).getInteger("a")).isEqualTo(1);
    }
  }

  @Test
  void sendsFormsAndHeaders() {
    assertThat(
            Await.get(new JsonFetch(vertx).post(address("/form"), Map.of("X", "y"), "a=1&b=2"))
                .encode())
        .isEqualTo("{\"form\":\"a=1&b=2\",\"x\":\"y\"}");
  }

  @Test
  void cutsOffWhoNeverFinishes() {
    JsonFetch fetch = new JsonFetch(vertx, Duration.ofMillis(500));
    assertThat(Await.failure(fetch.get(address("/slow"), Map.of())))
        .isInstanceOf(UpstreamRefused.class);
    Await.until(() -> cutOff.getCount() == 0);
  }
}
