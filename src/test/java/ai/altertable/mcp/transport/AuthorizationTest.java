package ai.altertable.mcp.transport;

import static ai.altertable.mcp.transport.Client.call;
import static ai.altertable.mcp.transport.Client.request;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.RawConnection;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The resource server's half of OAuth: challenges, metadata, scopes, CORS, Origin and Host. */
class AuthorizationTest {
  private static final JsonObject NONE = new JsonObject();
  private static TestEndpoint endpoint;

  @BeforeAll
  static void start() {
    endpoint = new TestEndpoint(Map.of("ALTERTABLE_MCP_ALLOWED_HOSTS", "mcp.internal"), key -> 0);
  }

  @AfterAll
  static void stop() throws Exception {
    endpoint.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1", "/v1/", "/", "/mcp", "/mcp/"})
  void everyFormOfTheEndpointServesWithoutRedirect(String path) {
    Client.Answer answer =
        endpoint.client().path(path).token(TestEndpoint.READ).modern(1, "tools/list", NONE);

    assertThat(answer.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "/.well-known/oauth-protected-resource, /v1",
    "/.well-known/oauth-protected-resource/v1, /v1",
    "/.well-known/oauth-protected-resource/v1/, /v1",
    "/v1/.well-known/oauth-protected-resource, /v1",
    "/.well-known/oauth-protected-resource/mcp, /v1",
    "/mcp/.well-known/oauth-protected-resource, /v1",
    "/.well-known/oauth-protected-resource/v1/demo/production, /v1/demo/production",
    "/v1/demo/production/.well-known/oauth-protected-resource, /v1/demo/production"
  })
  void metadataIsFoundAtEveryForm(String path, String resource) {
    Client.Answer answer = endpoint.client().path(path).send("GET", null);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(answer.json().getString("resource"))
        .isEqualTo("http://localhost:" + endpoint.port + resource);
    assertThat(answer.json().getJsonArray("authorization_servers"))
        .containsExactly("http://localhost:8081");
    assertThat(answer.json().getJsonArray("scopes_supported")).containsExactly("read", "write");
    assertThat(answer.json().getJsonArray("bearer_methods_supported")).containsExactly("header");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nothing", "/v1/demo", "/v1/Demo/Production", "/v1/a/b/c", "/v1/a/../b"})
  void otherPathsAreNotFoundInJson(String path) {
    Client.Answer answer = endpoint.client().path(path).token(TestEndpoint.READ).post("{}");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.error().getInteger("code")).isEqualTo(404);
  }

  @Test
  void presentedTokenThatIsRefusedIsNamedInvalid() {
    for (String method : new String[] {"initialize", "tools/list"}) {
      Client.Answer answer = endpoint.client().token("nope").post(request(1, method, NONE));

      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.header("WWW-Authenticate"))
          .startsWith("Bearer error=\"invalid_token\", error_description=\"the token is unknown\"")
          .contains("scope=\"read write\"")
          .contains("/.well-known/oauth-protected-resource/v1\"");
    }
  }

  @Test
  void garbageInTheAuthorizationHeaderIsAnInvalidToken() {
    assertThat(endpoint.client().header("Authorization", "Bearer").post("{}").status())
        .isEqualTo(401);
    assertThat(endpoint.client().header("Authorization", "Bearer \u00e4").post("{}").status())
        .isEqualTo(401);
    Client.Answer basic =
        endpoint.client().header("Authorization", "Basic eDp5").modern(1, "tools/list", NONE);
    assertThat(basic.status()).isEqualTo(401);
    assertThat(basic.header("WWW-Authenticate")).doesNotContain("error");
  }

  @Test
  void tokenInTheQueryIsNotAToken() {
    Client.Answer answer =
        endpoint
            .client()
            .path("/v1?access_token=" + TestEndpoint.READ)
            .modern(1, "tools/list", NONE);

    assertThat(answer.status()).isEqualTo(401);
  }

  @Test
  void environmentEndpointTakesItsOwnTokensOnly() {
    String path = "/v1/demo/production";
    Client.Answer own =
        endpoint.client().path(path).token(TestEndpoint.ENVIRONMENT).modern(1, "tools/list", NONE);
    Client.Answer canonical =
        endpoint.client().path(path).token(TestEndpoint.READ).modern(1, "tools/list", NONE);
    Client.Answer elsewhere =
        endpoint
            .client()
            .path("/v1/demo/staging")
            .token(TestEndpoint.ENVIRONMENT)
            .modern(1, "tools/list", NONE);

    assertThat(own.status()).isEqualTo(200);
    assertThat(canonical.status()).isEqualTo(401);
    assertThat(canonical.header("WWW-Authenticate"))
        .contains("/.well-known/oauth-protected-resource/v1/demo/production\"");
    assertThat(elsewhere.status()).isEqualTo(401);
  }

  @Test
  void authenticatorThatCannotAnswerIsNotTheTokensFault() {
    Client.Answer answer =
        endpoint.client().token(TestTokens.UNAVAILABLE).modern(1, "tools/list", NONE);

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("Retry-After")).isEqualTo("1");
  }

  @Test
  void writingNeedsTheWriteScope() {
    JsonObject params = call("create_thing", NONE);
    JsonObject withProgress =
        params.copy().put("_meta", new JsonObject().put("progressToken", "p"));
    for (JsonObject variant : new JsonObject[] {params, withProgress}) {
      Client.Answer answer =
          endpoint.client().token(TestEndpoint.READ).modern(9, "tools/call", variant);

      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.header("WWW-Authenticate"))
          .contains("error=\"insufficient_scope\"")
          .contains("scope=\"read write\"")
          .contains("resource_metadata=\"");
      assertThat(answer.json().getValue("id")).isEqualTo(9);
    }
    assertThat(
            endpoint
                .client()
                .token(TestEndpoint.WRITE)
                .modern(9, "tools/call", params)
                .result()
                .getBoolean("isError"))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://evil.example",
        "null",
        "http://localhost.evil.example",
        "http://localhost@evil.example",
        "https://evil.example:8080",
        "file://localhost"
      })
  void foreignOriginIsForbidden(String origin) {
    for (String method : new String[] {"POST", "GET", "OPTIONS", "DELETE"}) {
      Client.Answer answer =
          endpoint.client().token(TestEndpoint.READ).header("Origin", origin).send(method, "{}");

      assertThat(answer.status()).as(method).isEqualTo(403);
      assertThat(answer.header("Access-Control-Allow-Origin")).isNull();
      assertThat(answer.error().getInteger("code")).isEqualTo(403);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:8081",
        "http://127.0.0.1:6274",
        "https://localhost",
        "http://[::1]:3"
      })
  void ownAndLoopbackOriginsMayCallAndReadTheChallenge(String origin) {
    Client.Answer answer = endpoint.client().header("Origin", origin).modern(1, "tools/list", NONE);

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(origin);
    assertThat(answer.header("Access-Control-Expose-Headers"))
        .contains("WWW-Authenticate", "Mcp-Session-Id", "MCP-Protocol-Version", "Retry-After");
    assertThat(answer.header("Vary")).isEqualToIgnoringCase("origin");
  }

  @Test
  void preflightNeedsNoToken() {
    Client.Answer answer =
        endpoint
            .client()
            .header("Origin", "http://localhost:3000")
            .header("Access-Control-Request-Method", "POST")
            .header("Access-Control-Request-Headers", "authorization, mcp-param-region, x-evil")
            .send("OPTIONS", null);

    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header("Access-Control-Allow-Methods")).contains("POST", "GET", "DELETE");
    assertThat(answer.header("Access-Control-Allow-Headers"))
        .contains("Authorization", "Mcp-Name", "Last-Event-ID", "mcp-param-region")
        .doesNotContain("x-evil");
  }

  @ParameterizedTest
  @CsvSource({
    "evil.example, 403",
    "localhost.evil.example:80, 403",
    "'', 403",
    "localhost:1, 401",
    "127.0.0.1, 401",
    "[::1]:9, 401",
    "MCP.internal, 401"
  })
  void hostIsChecked(String host, int status) throws Exception {
    try (RawConnection connection = new RawConnection(endpoint.port)) {
      String answer =
          connection
              .send("GET /v1 HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
              .readAll();

      assertThat(answer).startsWith("HTTP/1.1 " + status).contains("application/json");
    }
  }

  @Test
  void withoutAnonymousHandshakeEverythingIsChallenged() throws Exception {
    try (TestEndpoint strict =
        new TestEndpoint(Map.of("ALTERTABLE_MCP_ANONYMOUS_HANDSHAKE", "false"), key -> 0)) {
      assertThat(strict.client().modern(1, "server/discover", NONE).status()).isEqualTo(401);
      assertThat(strict.client().post(request(1, "initialize", NONE)).status()).isEqualTo(401);
    }
  }

  @Test
  void rateLimitIsAnsweredWithWhenToComeBack() throws Exception {
    try (TestEndpoint limited =
        new TestEndpoint(Map.of(), key -> key.startsWith("address") ? 0 : 3)) {
      Client.Answer answer =
          limited.client().token(TestEndpoint.READ).modern(1, "tools/list", NONE);

      assertThat(answer.status()).isEqualTo(429);
      assertThat(answer.header("Retry-After")).isEqualTo("3");
      assertThat(limited.client().modern(1, "server/discover", NONE).status()).isEqualTo(200);
    }
  }
}
