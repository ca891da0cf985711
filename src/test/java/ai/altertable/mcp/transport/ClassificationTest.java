package ai.altertable.mcp.transport;

import static ai.altertable.mcp.transport.Client.MODERN;
import static ai.altertable.mcp.transport.Client.call;
import static ai.altertable.mcp.transport.Client.modernRequest;
import static ai.altertable.mcp.transport.Client.notification;
import static ai.altertable.mcp.transport.Client.request;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.RawConnection;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both eras on one URL: every row of the table that tells them apart. */
class ClassificationTest {
  private static final JsonObject NONE = new JsonObject();
  private static TestEndpoint endpoint;

  @BeforeAll
  static void start() {
    endpoint = new TestEndpoint();
  }

  @AfterAll
  static void stop() throws Exception {
    endpoint.close();
  }

  private static Client client() {
    return endpoint.client().token(TestEndpoint.READ);
  }

  private static Client anonymous() {
    return endpoint.client();
  }

  @Test
  void modernRequestWithAgreeingHeaderIsServedStatelessly() {
    Client.Answer answer = client().modern("a", "tools/list", NONE);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().getValue("id")).isEqualTo("a");
    assertThat(answer.result().getString("resultType")).isEqualTo("complete");
    assertThat(answer.result().getString("cacheScope")).isEqualTo("private");
    assertThat(answer.result().getLong("ttlMs")).isNotNegative();
    assertThat(
            answer
                .result()
                .getJsonObject("_meta")
                .getJsonObject("io.modelcontextprotocol/serverInfo")
                .getString("name"))
        .isEqualTo("altertable");
    assertThat(answer.header("Mcp-Session-Id")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2025-11-25", "1999-01-01"})
  void modernMetaWithoutTheSameHeaderIsAMismatch(String header) {
    Client.Answer answer =
        client()
            .header("Mcp-Method", "tools/list")
            .header("MCP-Protocol-Version", header.isEmpty() ? null : header)
            .post(modernRequest(7, "tools/list", NONE));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error().getInteger("code")).isEqualTo(-32020);
    assertThat(answer.json().getValue("id")).isEqualTo(7);
  }

  @Test
  void modernHeaderWithoutMetaLacksParameters() {
    Client.Answer answer =
        client()
            .header("MCP-Protocol-Version", MODERN)
            .header("Mcp-Method", "tools/list")
            .post(request(1, "tools/list", NONE));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error().getInteger("code")).isEqualTo(-32602);
  }

  @Test
  void modernMetaWithoutCapabilitiesLacksParameters() {
    JsonObject meta = new JsonObject().put("io.modelcontextprotocol/protocolVersion", MODERN);
    Client.Answer answer =
        client()
            .header("MCP-Protocol-Version", MODERN)
            .header("Mcp-Method", "tools/list")
            .post(request(1, "tools/list", new JsonObject().put("_meta", meta)));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error().getInteger("code")).isEqualTo(-32602);
  }

  @Test
  void unknownVersionInBothIsNamedWithWhatIsSupported() {
    JsonObject meta =
        new JsonObject()
            .put("io.modelcontextprotocol/protocolVersion", "2099-01-01")
            .put("io.modelcontextprotocol/clientCapabilities", NONE);
    Client.Answer answer =
        client()
            .header("MCP-Protocol-Version", "2099-01-01")
            .header("Mcp-Method", "tools/list")
            .post(request(1, "tools/list", new JsonObject().put("_meta", meta)));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error().getInteger("code")).isEqualTo(-32022);
    JsonObject data = answer.error().getJsonObject("data");
    assertThat(data.getString("requested")).isEqualTo("2099-01-01");
    JsonArray discovered =
        client().modern(1, "server/discover", NONE).result().getJsonArray("supportedVersions");
    assertThat(discovered).containsAll(data.getJsonArray("supported"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "initialize",
        "ping",
        "logging/setLevel",
        "resources/subscribe",
        "resources/unsubscribe",
        "foo/bar"
      })
  void removedAndUnknownMethodsAreNotFoundInTheModernEra(String method) {
    Client.Answer answer = client().modern("x-1", method, NONE);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.error().getInteger("code")).isEqualTo(-32601);
    assertThat(answer.json().getValue("id")).isEqualTo("x-1");
  }

  @Test
  void modernNotificationIsAccepted() {
    JsonObject message = modernRequest(1, "notifications/cancelled", NONE);
    message.remove("id");
    Client.Answer answer = client().modernHeaders("notifications/cancelled", NONE).post(message);

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void modernUnknownToolIsInvalidParams() {
    Client.Answer answer = client().modern(1, "tools/call", call("nope", NONE));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.error().getInteger("code")).isEqualTo(-32602);
  }

  @Test
  void modernRequestIgnoresSessionId() {
    Client.Answer answer =
        client().header("Mcp-Session-Id", "whatever").modern(1, "tools/list", NONE);

    assertThat(answer.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2025-03-26", "2025-06-18", "2025-11-25"})
  void handshakeSpeaksTheAskedVersion(String version) {
    Client client = anonymous().initialize(version);
    JsonObject list = client.token(TestEndpoint.READ).post(request(2, "tools/list", NONE)).result();

    assertThat(TestTools.names(list)).contains("echo").doesNotContain("create_thing");
    assertThat(list.containsKey("resultType")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-07-28", "1999-01-01", "2024-11-05"})
  void handshakeOffersTheNewestLegacyVersionForOthers(String version) {
    Client.Answer answer =
        anonymous()
            .post(request(1, "initialize", new JsonObject().put("protocolVersion", version)));

    assertThat(answer.result().getString("protocolVersion")).isEqualTo("2025-11-25");
    assertThat(answer.header("Mcp-Session-Id")).matches("[!-~]+");
  }

  @Test
  void legacyRequestWithoutSessionIsRefused() {
    assertThat(client().post(request(2, "tools/list", NONE)).status()).isEqualTo(400);
  }

  @Test
  void legacyRequestOfUnknownSessionIsNotFound() {
    Client.Answer answer =
        client().header("Mcp-Session-Id", "nope").post(request(2, "tools/list", NONE));

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.json().getValue("id")).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nope", "", "../..", "AAAA"})
  void nothingIsServedInAnUnknownSession(String session) {
    Client stray = client().header("Mcp-Session-Id", session);

    assertThat(stray.post(notification("notifications/initialized", NONE)).status()).isEqualTo(404);
    assertThat(stray.post(request(1, "ping", NONE)).status()).isEqualTo(404);
    assertThat(stray.post("[]").status()).isEqualTo(404);
    assertThat(
            stray
                .post(new JsonObject().put("jsonrpc", "2.0").put("id", 1).put("result", NONE))
                .status())
        .isEqualTo(404);
    assertThat(stray.send("GET", null).status()).isEqualTo(404);
    assertThat(stray.send("DELETE", null).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"MCP-Protocol-Version", "Mcp-Method", "Mcp-Name"})
  void mirroredHeaderThatCameTwiceIsAMismatch(String name) throws Exception {
    JsonObject params = call("echo", NONE);
    String body = modernRequest(9, "tools/call", params).encode();
    try (RawConnection connection = new RawConnection(endpoint.port)) {
      String answer =
          connection
              .send(
                  "POST /v1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                      + "Content-Type: application/json\r\nAuthorization: Bearer "
                      + TestEndpoint.READ
                      + "\r\nMCP-Protocol-Version: 2026-07-28\r\nMcp-Method: tools/call\r\n"
                      + "Mcp-Name: echo\r\n"
                      + name
                      + ": 2025-11-25\r\nContent-Length: "
                      + body.length()
                      + "\r\n\r\n"
                      + body)
              .readAll();

      assertThat(answer).startsWith("HTTP/1.1 400").contains("-32020", "\"id\":9");
    }
  }

  @Test
  void legacyUnknownVersionHeaderIsRefused() {
    Client.Answer answer =
        client()
            .initialize("2025-06-18")
            .header("MCP-Protocol-Version", "1999-01-01")
            .post(request(2, "tools/list", NONE));

    assertThat(answer.status()).isEqualTo(400);
  }

  @Test
  void legacyVersionHeaderMayBeAbsent() {
    Client.Answer answer =
        client()
            .initialize("2025-06-18")
            .header("MCP-Protocol-Version", null)
            .post(request(2, "tools/list", NONE));

    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void legacyUnknownMethodIsAnsweredInTheBody() {
    Client.Answer answer =
        client().initialize("2025-11-25").post(request(2, "server/discover", NONE));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.error().getInteger("code")).isEqualTo(-32601);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "DELETE", "PUT"})
  void modernEraHasPostOnly(String method) {
    Client.Answer answer = client().header("MCP-Protocol-Version", MODERN).send(method, null);

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("Allow")).contains("POST");
  }

  @Test
  void deletedSessionIsGoneOnEveryEventLoop() {
    Client client = client().initialize("2025-11-25");

    assertThat(client.send("DELETE", null).status()).isBetween(200, 299);
    assertThat(client.post(request(2, "ping", NONE)).status()).isEqualTo(404);
    assertThat(client.send("DELETE", null).status()).isEqualTo(404);
  }

  @Test
  void handshakeAnswersWithoutToken() {
    Client client = anonymous().initialize("2025-11-25");

    assertThat(client.post(notification("notifications/initialized", NONE)).status())
        .isEqualTo(202);
    assertThat(client.post(request(2, "ping", NONE)).result()).isEqualTo(NONE);
    assertThat(anonymous().post(request("p", "ping", NONE)).result()).isEqualTo(NONE);
    JsonObject discovered = anonymous().modern(1, "server/discover", NONE).result();
    assertThat(discovered.getJsonArray("supportedVersions")).contains(MODERN);
    assertThat(discovered.getJsonObject("capabilities").fieldNames()).contains("tools");
    assertThat(discovered.getString("instructions")).contains("whoami");
  }

  @Test
  void everythingElseWithoutTokenIsChallenged() {
    String session = anonymous().initialize("2025-11-25").post(request(1, "ping", NONE)).body();
    assertThat(session).contains("result");

    assertChallenged(anonymous().modern(1, "tools/list", NONE));
    assertChallenged(anonymous().modern(1, "foo/bar", NONE));
    assertChallenged(anonymous().post(request(2, "tools/list", NONE)));
    assertChallenged(anonymous().initialize("2025-11-25").post(request(2, "tools/list", NONE)));
    assertChallenged(anonymous().post(notification("notifications/cancelled", NONE)));
    assertChallenged(anonymous().post("{"));
    assertChallenged(anonymous().post("[]"));
    assertChallenged(anonymous().header("Content-Type", "text/plain").post("hello"));
    assertChallenged(anonymous().send("GET", null));
    assertChallenged(anonymous().send("DELETE", null));
    assertChallenged(anonymous().send("PUT", "x"));
    assertChallenged(anonymous().header("MCP-Protocol-Version", "2024-11-05").send("GET", null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2025-11-25", "1999-01-01", MODERN, "2099-01-01"})
  void noRowOfTheTableTellsAnythingWithoutAToken(String header) {
    JsonObject unknown =
        new JsonObject().put("io.modelcontextprotocol/protocolVersion", "2099-01-01");
    JsonObject notified = modernRequest(1, "notifications/cancelled", NONE);
    notified.remove("id");
    for (JsonObject message :
        new JsonObject[] {
          modernRequest(1, "tools/list", NONE),
          modernRequest(1, "resources/subscribe", NONE),
          modernRequest(1, "tools/call", call("nope", NONE)),
          notified,
          request(1, "tools/list", NONE),
          request(1, "tools/list", new JsonObject().put("_meta", unknown)),
          request(1, "logging/setLevel", NONE),
          notification("notifications/cancelled", NONE),
          new JsonObject().put("jsonrpc", "2.0").put("id", 1).put("result", NONE)
        }) {
      assertChallenged(
          anonymous()
              .header("MCP-Protocol-Version", header.isEmpty() ? null : header)
              .header("Mcp-Session-Id", "nope")
              .post(message));
    }
  }

  @Test
  void streamBeforeSignInIsNotOfferedSoThatClientsMeetOneChallenge() {
    Client.Answer answer = anonymous().initialize("2025-11-25").send("GET", null);

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("Allow")).isEqualTo("POST, OPTIONS");
  }

  @Test
  void nobodyElseHearsThatThereIsNoStream() {
    String owned = client().initialize("2025-11-25").sessionId();

    assertChallenged(anonymous().header("Mcp-Session-Id", owned).send("GET", null));
    assertChallenged(anonymous().header("Mcp-Session-Id", "nope").send("GET", null));
    assertChallenged(anonymous().initialize("2025-11-25").send("DELETE", null));
    assertThat(anonymous().initialize("2025-11-25").token("stale").send("GET", null).status())
        .isEqualTo(401);
  }

  private static void assertChallenged(Client.Answer answer) {
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("WWW-Authenticate"))
        .isEqualTo(
            "Bearer resource_metadata=\"http://localhost:"
                + endpoint.port
                + "/.well-known/oauth-protected-resource/v1\", scope=\"read write\"");
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.error().getInteger("code")).isEqualTo(401);
  }
}
