package ai.altertable.mcp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.RawConnection;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are hardly HTTP: each is refused in JSON, and none is taken for another. */
@Timeout(60)
class StrayRequestTest {
  private static final String TOKEN = "Authorization: Bearer " + TestEndpoint.READ + "\n";
  private static TestEndpoint endpoint;

  @BeforeAll
  static void start() {
    endpoint = new TestEndpoint(Map.of("ALTERTABLE_LIMITS_REQUEST_SECONDS", "1"), key -> 0);
  }

  @AfterAll
  static void stop() {
    endpoint.close();
  }

  private static String answer(String request) throws Exception {
    try (RawConnection connection = new RawConnection(endpoint.port)) {
      String first = connection.send(request.replace("\n", "\r\n")).readUntil("}}");
      return first + connection.halfClose().readAll();
    }
  }

  private static void assertRefusedInJson(String request) throws Exception {
    String answer = answer(request);

    assertThat(answer).as(request).matches("(?s)HTTP/1\\.[01] 4\\d\\d .*");
    String head = answer.substring(0, answer.indexOf("\r\n\r\n"));
    String body = answer.substring(head.length() + 4);
    assertThat(head).as(request).containsIgnoringCase("content-type: application/json");
    JsonObject error = new JsonObject(body).getJsonObject("error");
    assertThat(error.getInteger("code")).as(request).isNotNull();
    assertThat(error.getString("message")).as(request).isNotBlank();
    // One answer for one request: what follows it is no second one.
    assertThat(answer.indexOf("HTTP/1", 5)).as(request).isNegative();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TRACE /v1 HTTP/1.1\nHost: localhost\nConnection: close\n\n",
        "BREW /v1 HTTP/1.1\nHost: localhost\nConnection: close\n\n",
        "GET //v1 HTTP/1.1\nHost: localhost\nConnection: close\n\n",
        "GET /v1%00 HTTP/1.1\nHost: localhost\nConnection: close\n\n",
        "GET /v1/%2e%2e/x/y HTTP/1.1\nHost: localhost\nConnection: close\n\n",
        "GET * HTTP/1.1\nHost: localhost\nConnection: close\n\n",
        "GET /v1 HTTP/1.1\nConnection: close\n\n",
        "GET /v1 HTTP/1.1\nHost:\nConnection: close\n\n",
        "GET /v1 HTTP/1.1\nHost: evil.example\nConnection: close\n\n",
        "GET /v1 HTTP/1.1\nHost: localhost\nOrigin: null\nConnection: close\n\n",
        "GET http://evil.example/v1 HTTP/1.1\nHost: evil.example\nConnection: close\n\n",
        "GET /v1 HTTP/1.1\nHost: localhost\nUpgrade: websocket\nConnection: Upgrade\n\n",
        "GET /v1 HTTP/1.0\nHost: localhost\n\n"
      })
  void withoutATokenItIsRefused(String request) throws Exception {
    assertRefusedInJson(request);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: -1\n\n{}",
        "Content-Length: 2x\n\n{}",
        "Content-Length: 2, 3\n\n{}",
        "Content-Length: 2\nContent-Length: 3\n\n{}",
        "Content-Length: 99999999999999999999\n\n{}",
        "Content-Length: 2\nTransfer-Encoding: chunked\n\n0\n\nGET /v1 HTTP/1.1\n\n",
        "Transfer-Encoding: chunked\n\n2\n{}\n",
        "Content-Length: 2\nno colon in this line\n\n{}",
        "Content-Length: 2\nX-Nul: a\u0000b\n\n{}",
        "Content-Length: 2\nBad Name: x\n\n{}",
        "Content-Length: 2\nContent-Encoding: gzip\n\n{}",
        "Content-Length: 200\n\n{}"
      })
  void whatDoesNotFrameABodyIsRefused(String rest) throws Exception {
    assertRefusedInJson(
        "POST /v1 HTTP/1.1\nHost: localhost\nConnection: close\n"
            + "Content-Type: application/json\n"
            + TOKEN
            + rest);
  }

  /** Another server on the way could have read another host, caller or body in it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: evil.example\n\n",
        "Host: localhost\n\n",
        "Origin: http://localhost:1\nOrigin: http://evil.example\n\n",
        "Authorization: Bearer other\n\n",
        "Transfer-Encoding: xchunked\n\n0\n\n",
        "Transfer-Encoding: identity\n\n",
        "Transfer-Encoding: gzip, chunked\n\n0\n\n",
        "Transfer-Encoding: chunked, gzip\n\n0\n\n",
        "Transfer-Encoding: chunked\nTransfer-Encoding: identity\n\n0\n\n",
        "Transfer-Encoding: chunked\nTransfer-Encoding: chunked\n\n0\n\n"
      })
  void whatCanBeReadInTwoWaysIsRefusedAndEndsTheConnection(String rest) throws Exception {
    String second = "GET /v1 HTTP/1.1\nHost: localhost\n\n";
    for (String method : new String[] {"GET", "POST", "DELETE"}) {
      assertRefusedInJson(method + " /v1 HTTP/1.1\nHost: localhost\n" + TOKEN + rest + second);
    }
  }

  @Test
  void chunkedBodyIsNoneOfTheOlderHttp() throws Exception {
    assertRefusedInJson(
        "POST /v1 HTTP/1.0\nHost: localhost\nTransfer-Encoding: chunked\n\n2\n{}\n0\n\n");
  }

  /** Where the next request begins cannot be told any more: the answer is the connection's last. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "zz\n{}\n0\n\n",
        "-1\n{}\n0\n\n",
        "ffffffffffffffff\n{}",
        "2\n{}zz\n0\n\n",
        "2\n{}\n0\nno colon\u0000in this trailer\n\n"
      })
  void malformedChunkIsRefusedAndEndsTheConnection(String chunks) throws Exception {
    for (String token : new String[] {TOKEN, "", "Authorization: Bearer wrong\n"}) {
      assertRefusedInJson(
          "POST /v1 HTTP/1.1\nHost: localhost\nContent-Type: application/json\n"
              + token
              + "Transfer-Encoding: chunked\n\n"
              + chunks
              + "GET /v1 HTTP/1.1\nHost: localhost\n\n");
    }
  }

  @Test
  void chunkWithAnEndlessSizeIsRefused() throws Exception {
    assertRefusedInJson(
        "POST /v1 HTTP/1.1\nHost: localhost\nContent-Type: application/json\n"
            + "Transfer-Encoding: chunked\n\n"
            + "0".repeat(20_000)
            + "2\n{}\n0\n\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET\n\n",
        "GET /v1\n\n",
        "\u0016\u0003\u0001\u0002 a TLS hello\n\n",
        "GET /v1 HTTP/1.1\n Host: localhost\n\n"
      })
  void requestLineThatIsNoneIsRefused(String request) throws Exception {
    assertRefusedInJson(request);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%zz", "%", "%c3%28", "a%00b"})
  void queryThatCannotBeDecodedIsNoReasonToHang(String features) throws Exception {
    String body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";
    String answer =
        answer(
            "POST /v1?features="
                + features
                + " HTTP/1.1\nHost: localhost\nConnection: close\nContent-Type: application/json\n"
                + TOKEN
                + "Content-Length: "
                + body.length()
                + "\n\n"
                + body);

    assertThat(answer).matches("(?s)HTTP/1.1 (200|400) .*\\{.*}");
  }

  /** By Vert.x, before anybody here is asked; no client of ours or of others sends it. */
  @ParameterizedTest
  @ValueSource(strings = {"HTTP/9.9", "FTP/1.1", "HTTP/2.0"})
  void versionThatIsNotServedIsRefusedAndEndsTheConnection(String version) throws Exception {
    String request = "GET /v1 " + version + "\nHost: localhost\n\n";

    assertThat(answer(request + request)).startsWith(version + " 501").endsWith("\r\n\r\n");
  }

  @Test
  void headsThatAreTooLongSayWhatIsTooLong() throws Exception {
    String line = "GET /v1?a=" + "x".repeat(9_000) + " HTTP/1.1\nHost: localhost\n\n";
    String head = "GET /v1 HTTP/1.1\nHost: localhost\nX-Big: " + "x".repeat(40_000) + "\n\n";
    String many = "GET /v1 HTTP/1.1\nHost: localhost\n" + "X-A: b\n".repeat(20_000) + "\n";

    assertRefusedInJson(line);
    assertThat(answer(line)).contains(" 414 ").contains("\"code\":414");
    assertThat(answer(head)).contains(" 431 ").contains("\"code\":431");
    assertThat(answer(many)).contains(" 431 ").contains("\"code\":431");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Mcp-Session-Id: x\u0000y",
        "Mcp-Session-Id: ../../etc/passwd",
        "Last-Event-ID: \u00e4\u00f6",
        "Mcp-Session-Id: ${jndi:ldap://x}",
        "MCP-Protocol-Version: 2025-11-25, 2026-07-28"
      })
  void hostileHeadersAreJudgedLikeAnyOther(String header) throws Exception {
    assertRefusedInJson(
        "GET /v1 HTTP/1.1\nHost: localhost\nConnection: close\nAccept: text/event-stream\n"
            + TOKEN
            + header
            + "\n\n");
  }
}
