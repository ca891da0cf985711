package ai.altertable.mcp.transport;

import static org.assertj.core.api.Assertions.assertThat;

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

  /** Where the next request begins cannot be told any more: there is nothing to answer. */
  @Test
  void malformedChunkEndsTheConnection() throws Exception {
    String rest =
        "Content-Type: application/json\n"
            + TOKEN
            + "Transfer-Encoding: chunked\n\nzz\n{}\n0\n\nGET /v1 HTTP/1.1\nHost: localhost\n\n";

    assertThat(answer("POST /v1 HTTP/1.1\nHost: localhost\n" + rest)).isEmpty();
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
