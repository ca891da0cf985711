package ai.altertable.mcp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.platform.TrustedProxies;
import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.RawConnection;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of connections as time goes by; the time is the test's. */
@Timeout(60)
class OpenConnectionsTest {
  private static final Vertx VERTX = Vertx.vertx();
  private static final Context LOOP = VERTX.getOrCreateContext();
  private static final long HEAD_MILLIS = 5_000;
  private static final long PAUSE_MILLIS = 120_000;
  private static final String ASK = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

  /** More than the operating system keeps for a client that does not read. */
  private static final Buffer MUCH = Buffer.buffer("x".repeat(24 << 20));

  private final Budget<String> budget = new Budget<>(10, 2);
  private final OpenConnections connections =
      new OpenConnections(budget, new TrustedProxies(List.of()), HEAD_MILLIS);
  private final CompletableFuture<HttpServerRequest> asked = new CompletableFuture<>();
  private final AtomicInteger requests = new AtomicInteger();

  @AfterAll
  static void stop() {
    Await.get(VERTX.close());
  }

  /** A client that asks for much at time 0 and reads nothing of it. */
  private RawConnection client() throws Exception {
    CompletableFuture<HttpServer> listening = new CompletableFuture<>();
    LOOP.runOnContext(
        now ->
            VERTX
                .createHttpServer(new HttpServerOptions().setStrictThreadMode(true))
                .connectionHandler(connection -> connections.opened(connection, 0))
                .requestHandler(request -> connections.serve(request, this::answer))
                .listen(0, "127.0.0.1")
                .onSuccess(listening::complete)
                .onFailure(listening::completeExceptionally));
    RawConnection client = new RawConnection(listening.get(20, TimeUnit.SECONDS).actualPort());
    client.send(ASK);
    asked.get(20, TimeUnit.SECONDS);
    return client;
  }

  private void answer(HttpServerRequest request) {
    requests.incrementAndGet();
    request.response().end(MUCH);
    asked.complete(request);
  }

  private void tick(long now) {
    Await.get(
        Future.future(
            promise ->
                LOOP.runOnContext(
                    moved -> {
                      connections.tick(now);
                      promise.complete();
                    })));
  }

  @Test
  void clientThatReadsNoneOfItsAnswerIsCutOffInTheEnd() throws Exception {
    try (RawConnection client = client()) {
      tick(1_000);
      tick(1_000 + PAUSE_MILLIS - 1_000);
      tick(1_000 + PAUSE_MILLIS);
      // It is asked to go, and has time to read the rest.
      tick(1_000 + 2 * PAUSE_MILLIS - 1_000);
      assertThat(budget.taken()).isEqualTo(1);

      tick(1_000 + 2 * PAUSE_MILLIS);
      Await.until(() -> budget.taken() == 0);
      client.readToEnd();
    }
  }

  @Test
  void askingOnWithoutReadingIsNoReasonToStay() throws Exception {
    try (RawConnection client = client()) {
      client.send(ASK);
      tick(1_000);
      client.send(ASK.repeat(3));
      tick(1_000 + PAUSE_MILLIS);
      client.send(ASK);
      tick(1_000 + 2 * PAUSE_MILLIS);
      Await.until(() -> budget.taken() == 0);
      assertThat(requests).hasValue(1);
    }
  }

  @Test
  void whoReadsItsAnswerStaysAndMayAskAgain() throws Exception {
    try (RawConnection client = client()) {
      tick(1_000);
      assertThat(client.readBytes(MUCH.length())).isGreaterThanOrEqualTo(MUCH.length());
      client.send(ASK);
      assertThat(client.readBytes(MUCH.length())).isGreaterThanOrEqualTo(MUCH.length());
      assertThat(requests).hasValue(2);
      tick(1_000 + PAUSE_MILLIS);
      assertThat(budget.taken()).isEqualTo(1);
    }
  }
}
