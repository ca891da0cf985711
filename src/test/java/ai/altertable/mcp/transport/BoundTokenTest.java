package ai.altertable.mcp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Access tokens that come with a proof of their key (RFC 9449 section 7). */
class BoundTokenTest {
  private static final JsonObject NONE = new JsonObject();
  private static final String ALGORITHMS = "algs=\"ES256 RS256 PS256 EdDSA\"";
  private static TestEndpoint endpoint;

  @BeforeAll
  static void start() {
    endpoint = new TestEndpoint(Map.of(), key -> 0);
  }

  @AfterAll
  static void stop() throws Exception {
    endpoint.close();
  }

  private static String proof(String path) {
    return "POST http://localhost:" + endpoint.port + path;
  }

  private static Client bound(String token) {
    return endpoint.client().header("Authorization", "DPoP " + TestTokens.BOUND + token);
  }

  @Test
  void isServedForItsOwnRequest() {
    Client.Answer answer =
        bound(TestEndpoint.READ).header("DPoP", proof("/v1")).modern(1, "tools/list", NONE);
    assertThat(answer.status()).isEqualTo(200);
    Client.Answer query =
        bound(TestEndpoint.READ)
            .path("/mcp?x=1")
            .header("DPoP", proof("/mcp"))
            .modern(1, "tools/list", NONE);
    assertThat(query.status()).isEqualTo(200);
  }

  @Test
  void isCountedOnce() throws Exception {
    AtomicInteger requests = new AtomicInteger();
    TestEndpoint limited =
        new TestEndpoint(Map.of(), key -> requests.incrementAndGet() > 2 ? 7 : 0);
    try {
      String proof = "POST http://localhost:" + limited.port + "/v1";
      for (int status : new int[] {200, 200, 429}) {
        Client.Answer answer =
            limited
                .client()
                .header("Authorization", "DPoP " + TestTokens.BOUND + TestEndpoint.READ)
                .header("DPoP", proof)
                .modern(1, "tools/list", NONE);
        assertThat(answer.status()).isEqualTo(status);
        if (status == 429) {
          assertThat(answer.header("Retry-After")).isEqualTo("7");
        }
      }
      assertThat(requests).hasValue(3);
    } finally {
      limited.close();
    }
  }

  @Test
  void isToldWhatIsWrongWithTheProof() {
    for (Client client :
        new Client[] {
          bound(TestEndpoint.READ).header("DPoP", proof("/other")), bound(TestEndpoint.READ)
        }) {
      Client.Answer answer = client.modern(1, "tools/list", NONE);
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.header("WWW-Authenticate"))
          .startsWith("DPoP error=\"invalid_dpop_proof\"")
          .contains("resource_metadata=\"", ALGORITHMS);
    }
  }

  @Test
  void isToldWhatIsWrongWithTheToken() {
    Client.Answer answer =
        endpoint
            .client()
            .header("Authorization", "DPoP nope")
            .header("DPoP", proof("/v1"))
            .modern(1, "tools/list", NONE);
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("WWW-Authenticate"))
        .startsWith("DPoP error=\"invalid_token\"")
        .contains(ALGORITHMS);
  }

  @Test
  void isNoBearerToken() {
    Client.Answer answer =
        endpoint
            .client()
            .token(TestTokens.BOUND + TestEndpoint.READ)
            .header("DPoP", proof("/v1"))
            .modern(1, "tools/list", NONE);
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("WWW-Authenticate"))
        .startsWith("Bearer error=\"invalid_token\"")
        .endsWith(", DPoP " + ALGORITHMS);
  }

  @Test
  void hearsOfMissingScopeInItsOwnScheme() {
    Client.Answer answer =
        bound(TestEndpoint.READ)
            .header("DPoP", proof("/v1"))
            .modern(
                9,
                "tools/call",
                new JsonObject().put("name", "create_thing").put("arguments", NONE));
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.header("WWW-Authenticate")).startsWith("DPoP error=\"insufficient_scope\"");
  }

  @Test
  void isAnnounced() {
    JsonObject metadata =
        endpoint.client().path("/.well-known/oauth-protected-resource/v1").send("GET", null).json();
    assertThat(metadata.getJsonArray("dpop_signing_alg_values_supported")).contains("ES256");
  }
}
