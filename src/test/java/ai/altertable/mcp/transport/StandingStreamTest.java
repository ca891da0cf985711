package ai.altertable.mcp.transport;

import static ai.altertable.mcp.transport.Client.call;
import static ai.altertable.mcp.transport.Client.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.bus.Addresses;
import ai.altertable.mcp.bus.Caller;
import ai.altertable.mcp.bus.GrantRevoked;
import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.RawConnection;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The stream that a GET opens, and how it ends. */
@Timeout(30)
class StandingStreamTest {
  private static final JsonObject NONE = new JsonObject();
  private TestEndpoint endpoint;

  @BeforeEach
  void start() {
    // A twentieth of the node's streams is a grant's share: two.
    endpoint = new TestEndpoint(Map.of("ALTERTABLE_LIMITS_STREAMS", "40"), key -> 0);
  }

  @AfterEach
  void stop() throws Exception {
    endpoint.close();
  }

  private Client session(String token) {
    return endpoint.client().token(token).initialize("2025-11-25");
  }

  private String token(String name, Instant expiresAt) {
    endpoint.tokens.issue(
        name, endpoint.config.mcp().canonicalResource(), Set.of(Scope.READ), expiresAt);
    return name;
  }

  @Test
  void headComesAtOnce() throws Exception {
    HttpResponse<InputStream> stream = session(TestEndpoint.READ).open("GET", null);

    assertThat(stream.statusCode()).isEqualTo(200);
    assertThat(stream.headers().firstValue("Content-Type")).contains("text/event-stream");
    stream.body().close();
  }

  @Test
  void needsSessionAndTakerOfEvents() {
    Client reader = endpoint.client().token(TestEndpoint.READ);

    assertThat(reader.send("GET", null).status()).isEqualTo(400);
    assertThat(reader.header("Mcp-Session-Id", "x").send("GET", null).status()).isEqualTo(404);
    assertThat(
            session(TestEndpoint.READ)
                .header("Accept", "application/json")
                .send("GET", null)
                .status())
        .isEqualTo(406);
  }

  @Test
  void endsWithItsToken() throws Exception {
    String token = token("short", Instant.now().plusSeconds(1));

    assertEnds(session(token).open("GET", null));
  }

  @Test
  void endsWithItsGrant() throws Exception {
    Caller caller =
        endpoint.tokens.issue(
            "revoked", endpoint.config.mcp().canonicalResource(), Set.of(Scope.READ));
    HttpResponse<InputStream> stream = session("revoked").open("GET", null);
    endpoint.vertx.eventBus().publish(Addresses.GRANT_REVOKED, new GrantRevoked(caller.grantId()));

    assertEnds(stream);
  }

  @Test
  void endsWithItsSession() throws Exception {
    Client session = session(TestEndpoint.READ);
    HttpResponse<InputStream> stream = session.open("GET", null);
    session.send("DELETE", null);

    assertEnds(stream);
  }

  @Test
  void placesAreBoundedAndGivenBack() throws Exception {
    Client session = session(TestEndpoint.READ);
    HttpResponse<InputStream> first = session.open("GET", null);
    HttpResponse<InputStream> second = session.open("GET", null);
    Client.Answer third = session.send("GET", null);

    assertThat(third.status()).isEqualTo(429);
    assertThat(third.header("Retry-After")).isNotNull();
    HttpResponse<InputStream> other = session(TestEndpoint.WRITE).open("GET", null);
    assertThat(other.statusCode()).isEqualTo(200);
    first.body().close();
    second.body().close();
    other.body().close();
    Client fresh = session(TestEndpoint.READ);
    HttpResponse<InputStream> again = fresh.open("GET", null);
    while (again.statusCode() == 429) {
      again.body().close();
      Thread.onSpinWait();
      again = fresh.open("GET", null);
    }
    assertThat(again.statusCode()).isEqualTo(200);
    again.body().close();
  }

  @Test
  void halfClosedStreamGivesItsPlaceBack() throws Exception {
    Client session = session(TestEndpoint.READ);
    String get =
        "GET /v1 HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n"
            + "Authorization: Bearer "
            + TestEndpoint.READ
            + "\r\nMcp-Session-Id: "
            + session.sessionId()
            + "\r\n\r\n";
    try (RawConnection first = new RawConnection(endpoint.port);
        RawConnection second = new RawConnection(endpoint.port)) {
      assertThat(first.send(get).readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200");
      assertThat(second.send(get).readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200");
      assertThat(session.send("GET", null).status()).isEqualTo(429);

      first.halfClose();
      Await.until(
          () -> {
            HttpResponse<InputStream> third = session.open("GET", null);
            try (InputStream body = third.body()) {
              return third.statusCode() == 200;
            } catch (IOException cutOff) {
              return false;
            }
          });
    }
  }

  @Test
  void thousandsStandWhileCallsAreServedAndEndTogether() throws Exception {
    endpoint.close();
    endpoint = new TestEndpoint(Map.of("ALTERTABLE_LIMITS_STREAMS", "40000"), key -> 0);
    List<RawConnection> open = new ArrayList<>();
    try {
      for (int i = 0; i < 2_000; i++) {
        RawConnection connection = new RawConnection(endpoint.port);
        open.add(connection);
        String answer =
            connection
                .send(
                    "GET /v1 HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n"
                        + "Authorization: Bearer "
                        + TestEndpoint.READ
                        + "\r\nMcp-Session-Id: "
                        + session(TestEndpoint.READ).sessionId()
                        + "\r\n\r\n")
                .readUntil("\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 200");
      }
      assertThat(session(TestEndpoint.READ).post(request(1, "ping", NONE)).status()).isEqualTo(200);
      endpoint
          .vertx
          .eventBus()
          .publish(Addresses.GRANT_REVOKED, new GrantRevoked(endpoint.reader.grantId()));
      for (RawConnection connection : open) {
        assertThat(connection.readUntil("0\r\n\r\n")).endsWith("0\r\n\r\n");
      }
    } finally {
      for (RawConnection connection : open) {
        connection.close();
      }
    }
  }

  @Test
  void stopEndsStreamsAndLetsCallsFinish() throws Exception {
    HttpResponse<InputStream> stream = session(TestEndpoint.READ).open("GET", null);
    CompletableFuture<HttpResponse<String>> running =
        session(TestEndpoint.READ).later(request(1, "tools/call", call("wait", NONE)));
    endpoint.tools.calls.poll(20, SECONDS);
    CompletableFuture<Void> stopped =
        CompletableFuture.runAsync(
            () -> {
              try {
                endpoint.stop();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    assertEnds(stream);
    assertThat(stopped).isNotDone();
    endpoint.tools.release();

    assertThat(running.get(20, SECONDS).body()).contains("released");
    stopped.get(20, SECONDS);
  }

  private static void assertEnds(HttpResponse<InputStream> stream) throws Exception {
    assertThat(stream.statusCode()).isEqualTo(200);
    try (InputStream body = stream.body()) {
      assertThat(new String(body.readAllBytes(), UTF_8)).doesNotContain("data:");
    }
  }
}
