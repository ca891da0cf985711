package ai.altertable.mcp.transport;

import static ai.altertable.mcp.transport.Client.call;
import static ai.altertable.mcp.transport.Client.notification;
import static ai.altertable.mcp.transport.Client.request;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.RawConnection;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a hostile or clumsy client may send, and what it gets for it. */
class HttpFramingTest {
  private static final JsonObject NONE = new JsonObject();
  private static final int BODY_BYTES = 65_536;
  private static TestEndpoint endpoint;

  @BeforeAll
  static void start() {
    endpoint =
        new TestEndpoint(
            Map.of(
                "ALTERTABLE_LIMITS_BODY_BYTES",
                Integer.toString(BODY_BYTES),
                "ALTERTABLE_LIMITS_REQUEST_SECONDS",
                "1"),
            key -> 0);
  }

  @AfterAll
  static void stop() throws Exception {
    endpoint.close();
  }

  private static Client client() {
    return endpoint.client().token(TestEndpoint.READ);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "{\"a\":1} x", "{'a':1}", "\u0000", "[1,", "{\"a\":\"\u00ff", "nope"})
  void whatIsNotJsonIsAParseErrorWithoutId(String body) {
    Client.Answer answer = client().post(body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error().getInteger("code")).isEqualTo(-32700);
    assertThat(answer.json().containsKey("id")).isTrue();
    assertThat(answer.json().getValue("id")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "\"text\"",
        "null",
        "{}",
        "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"ping\"}",
        "{\"id\":1,\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":true,\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":7}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":[]}",
        "{\"jsonrpc\":\"2.0\",\"id\":1}",
        "[]",
        "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]"
      })
  void whatIsNotAMessageIsAnInvalidRequest(String body) {
    Client.Answer answer = client().post(body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error().getInteger("code")).isEqualTo(-32600);
  }

  @Test
  void nestingIsBounded() {
    String deep = "[".repeat(5_000) + "]".repeat(5_000);
    Client.Answer answer =
        client()
            .post(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"a\":"
                    + deep
                    + "}}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error().getInteger("code")).isEqualTo(-32700);
    assertThat(answer.error().getString("message")).contains("nests deeper than 64");
  }

  @Test
  void idsComeBackAsTheyWere() {
    BigInteger beyondLong = BigInteger.TWO.pow(80);
    for (Object id : new Object[] {0, -1, Long.MAX_VALUE, beyondLong, "", "ä\"\\", "1"}) {
      String body = client().post(request(id, "ping", NONE)).body();

      assertThat(new JsonObject(body).getValue("id")).isEqualTo(id);
    }
    assertThat(client().post(request("x".repeat(257), "ping", NONE)).status()).isEqualTo(400);
    assertThat(
            client()
                .post("{\"jsonrpc\":\"2.0\",\"id\":" + "9".repeat(99) + ",\"method\":\"ping\"}")
                .status())
        .isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "application/json | 406",
        "text/event-stream | 406",
        "text/html | 406",
        "application/json;q=0, text/event-stream | 406",
        "*/* | 200",
        "application/*, text/* | 200",
        "TEXT/event-stream;q=0.5 , application/JSON | 200",
        "- | 200"
      })
  void bothReplyTypesMustBeAccepted(String accept, int status) {
    assertThat(client().header("Accept", accept).modern(1, "tools/list", NONE).status())
        .isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "text/plain | 415",
        "application/jsonp | 415",
        "multipart/form-data; boundary=x | 415",
        "application/x-www-form-urlencoded | 415",
        "- | 415",
        "application/json; charset=utf-8 | 200",
        "Application/JSON | 200"
      })
  void bodyMustBeJson(String type, int status) {
    assertThat(client().header("Content-Type", type).modern(1, "tools/list", NONE).status())
        .isEqualTo(status);
  }

  @Test
  void announcedOversizeIsRefusedBeforeAnythingElse() {
    for (Client someone :
        new Client[] {client(), endpoint.client(), endpoint.client().token("x")}) {
      Client.Answer answer = someone.post(" ".repeat(BODY_BYTES + 1));

      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.error().getInteger("code")).isEqualTo(413);
    }
  }

  @Test
  void oversizeIsRefusedWhileItStreamsIn() throws Exception {
    try (RawConnection connection = new RawConnection(endpoint.port)) {
      connection.send(head("Transfer-Encoding: chunked"));
      String chunk = "1000\r\n" + " ".repeat(0x1000) + "\r\n";
      for (int sent = 0; sent <= BODY_BYTES; sent += 0x1000) {
        connection.send(chunk);
      }

      assertThat(connection.readAll()).startsWith("HTTP/1.1 413").contains("\"code\":413");
    }
  }

  @Test
  void bodyWithoutEndIsCutOff() throws Exception {
    try (RawConnection connection = new RawConnection(endpoint.port)) {
      String chunk = "1000\r\n" + " ".repeat(0x1000) + "\r\n";
      connection.send(head("Transfer-Encoding: chunked"));
      Thread sending =
          new Thread(
              () -> {
                try {
                  while (true) {
                    connection.send(chunk);
                    LockSupport.parkNanos(1_000_000);
                  }
                } catch (IOException cutOff) {
                  // As it must be.
                }
              });
      sending.start();
      assertThat(connection.readUntil("}}")).startsWith("HTTP/1.1 413").contains("\"code\":413");
      sending.join();
    }
  }

  @Test
  void bodyInPiecesIsOneBody() throws Exception {
    String chunks = crumbs(request(1, "ping", NONE).encode() + " ".repeat(500));
    try (RawConnection connection = new RawConnection(endpoint.port)) {
      String answer =
          connection
              .send(head("Transfer-Encoding: chunked") + chunks + "0\r\n\r\n")
              .readUntil("}}");

      assertThat(answer).startsWith("HTTP/1.1 200").contains("\"id\":1");
    }
  }

  /** Each crumb costs more than it brings. */
  @Test
  void bodyInCrumbsIsCutOff() throws Exception {
    String chunks = crumbs(" ".repeat(1_100));
    try (RawConnection connection = new RawConnection(endpoint.port)) {
      String answer = connection.send(head("Transfer-Encoding: chunked") + chunks).readUntil("}}");

      assertThat(answer).startsWith("HTTP/1.1 400").contains("too many small pieces");
      connection.readToEnd();
    }
  }

  private static String crumbs(String body) {
    StringBuilder chunks = new StringBuilder();
    body.chars().forEach(each -> chunks.append("1\r\n").append((char) each).append("\r\n"));
    return chunks.toString();
  }

  @Test
  void compressedBodyIsRefused() {
    for (String encoding : new String[] {"gzip", "br", "deflate, identity"}) {
      assertThat(
              client().header("Content-Encoding", encoding).modern(1, "tools/list", NONE).status())
          .isEqualTo(415);
    }
    assertThat(
            client().header("Content-Encoding", "identity").modern(1, "tools/list", NONE).status())
        .isEqualTo(200);
  }

  @Test
  void slowBodyIsGivenUp() throws Exception {
    try (RawConnection connection = new RawConnection(endpoint.port)) {
      connection.send(head("Content-Length: 100") + "{\"jsonrpc\"");

      assertThat(connection.readAll()).startsWith("HTTP/1.1 408").contains("\"code\":408");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "GET /v1 HT", "GET /v1 HTTP/1.1\r\nHost: localhost\r\nX-Slow: a"})
  void slowHeadIsGivenUp(String begun) throws Exception {
    try (RawConnection connection = new RawConnection(endpoint.port)) {
      // Not silent for long: only the time that the whole takes gives it away.
      AtomicBoolean open = new AtomicBoolean(true);
      Thread dripping =
          new Thread(
              () -> {
                try {
                  connection.send(begun);
                  while (open.get() && !begun.isEmpty()) {
                    connection.send("x");
                    LockSupport.parkNanos(20_000_000);
                  }
                } catch (IOException cutOff) {
                  // As it must be.
                }
              });
      dripping.start();
      connection.readToEnd();
      open.set(false);
      dripping.join();
    }
  }

  @Test
  void connectionsAreBoundedAndTheirPlacesGivenBack() throws Exception {
    try (TestEndpoint small =
            new TestEndpoint(
                Map.of(
                    "ALTERTABLE_LIMITS_CONNECTIONS", "2", "ALTERTABLE_PROXY_TRUSTED", "127.0.0.1"),
                key -> 0);
        RawConnection one = new RawConnection(small.port);
        RawConnection two = new RawConnection(small.port)) {
      String ping = "GET /v1 HTTP/1.1\r\nHost: localhost\r\n\r\n";
      assertThat(one.send(ping).readUntil("}}")).startsWith("HTTP/1.1 4");
      assertThat(two.send(ping).readUntil("}}")).startsWith("HTTP/1.1 4");
      try (RawConnection three = new RawConnection(small.port)) {
        three.readToEnd();
      }
      assertThat(one.send(ping).readUntil("}}")).startsWith("HTTP/1.1 4");
      two.close();
      Await.until(() -> answered(small.port, ping));
    }
  }

  @Test
  void oneAddressGetsHalfOfThePlaces() throws Exception {
    try (TestEndpoint small =
            new TestEndpoint(Map.of("ALTERTABLE_LIMITS_CONNECTIONS", "2"), key -> 0);
        RawConnection one = new RawConnection(small.port)) {
      String ping = "GET /v1 HTTP/1.1\r\nHost: localhost\r\n\r\n";
      assertThat(one.send(ping).readUntil("}}")).startsWith("HTTP/1.1 4");
      try (RawConnection two = new RawConnection(small.port)) {
        two.readToEnd();
      }
      assertThat(one.send(ping).readUntil("}}")).startsWith("HTTP/1.1 4");
      one.close();
      Await.until(() -> answered(small.port, ping));
    }
  }

  private static boolean answered(int port, String request) {
    try (RawConnection connection = new RawConnection(port)) {
      return connection.send(request).readUntil("}}").startsWith("HTTP/1.1 4");
    } catch (IOException cutOff) {
      return false;
    }
  }

  @Test
  void halfClosedConnectionIsLetGo() throws Exception {
    try (RawConnection connection = new RawConnection(endpoint.port)) {
      connection.send(head("Content-Length: 100") + "{").halfClose();

      assertThat(connection.readAll()).doesNotContain("200");
    }
  }

  @Test
  void clientThatNeverReadsIsNotServedOn() throws Exception {
    String body = request(1, "ping", NONE).encode();
    String ping = head("Accept: */*\r\nContent-Length: " + body.length()) + body;
    try (RawConnection connection = new RawConnection(endpoint.port)) {
      assertThat(connection.flood(ping, 200_000_000)).isLessThan(50_000_000);
    }
  }

  @Test
  void headersThatDoNotParseAreRefusedInJson() throws Exception {
    try (RawConnection connection = new RawConnection(endpoint.port)) {
      String answer =
          connection
              .send(
                  "GET /v1 HTTP/1.1\r\nHost: localhost\r\nX-Big: "
                      + "x".repeat(40_000)
                      + "\r\n\r\n")
              .readUntil("}}");

      assertThat(answer).startsWith("HTTP/1.1 431").contains("application/json");
    }
  }

  @Test
  void headerInjectionIsNotPossible() throws Exception {
    try (RawConnection connection = new RawConnection(endpoint.port)) {
      String answer =
          connection
              .send(
                  """
                  OPTIONS /v1 HTTP/1.1\r
                  Host: localhost\r
                  Origin: http://localhost:1\r
                  Access-Control-Request-Headers: mcp-param-a\r
                   X-Injected: yes, mcp-param-b\r
                  Connection: close\r
                  \r
                  """)
              .readAll();

      assertThat(answer).doesNotContain("X-Injected");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Mcp-Method", "Mcp-Name"})
  void mirroredHeadersMustAgree(String name) {
    JsonObject params = call("echo", NONE);
    for (String wrong : new String[] {null, "other", "ECHO", "=?base64?ZWNobw?="}) {
      Client.Answer answer =
          client()
              .modernHeaders("tools/call", params)
              .header(name, wrong)
              .post(Client.modernRequest(3, "tools/call", params));

      assertThat(answer.status()).as("%s %s", name, wrong).isEqualTo(400);
      assertThat(answer.error().getInteger("code")).isEqualTo(-32020);
      assertThat(answer.json().getValue("id")).isEqualTo(3);
    }
  }

  @Test
  void mirroredNameMayBeEncoded() {
    JsonObject params = call("echo", NONE);
    Client.Answer answer =
        client()
            .modernHeaders("tools/call", params)
            .header("Mcp-Name", "=?base64?ZWNobw==?=")
            .post(Client.modernRequest(3, "tools/call", params));

    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void batchIsServedAtItsOwnRevisionOnly() {
    JsonArray batch =
        new JsonArray()
            .add(request(1, "ping", NONE))
            .add(notification("notifications/initialized", NONE))
            .add(request("two", "tools/call", call("echo", new JsonObject().put("a", 1))))
            .add(7)
            .add(request(3, "nope", NONE));
    Client.Answer answer = client().initialize("2025-03-26").post(batch.encode());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.array().stream().map(each -> ((JsonObject) each).getValue("id")))
        .containsExactly(1, "two", null, 3);
    assertThat(client().initialize("2025-06-18").post(batch.encode()).status()).isEqualTo(400);
    assertThat(
            client()
                .initialize("2025-03-26")
                .post(new JsonArray().add(notification("notifications/initialized", NONE)).encode())
                .status())
        .isEqualTo(202);
  }

  private static String head(String length) {
    return "POST /v1 HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        + "Authorization: Bearer "
        + TestEndpoint.READ
        + "\r\n"
        + length
        + "\r\n\r\n";
  }
}
