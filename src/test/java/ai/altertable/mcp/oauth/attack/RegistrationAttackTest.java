package ai.altertable.mcp.oauth.attack;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestClient;
import ai.altertable.mcp.testing.TestClient.Answer;
import ai.altertable.mcp.testing.TestDatabase;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** What strangers register. */
class RegistrationAttackTest implements AttackTable {
  /** Whole bodies, and the status that they get. */
  private static final Object[][] BODIES = {
    {"", 400},
    {"[]", 400},
    {"null", 400},
    {"{", 400},
    {"\u0000", 400},
    {"{\"a\":" + "[".repeat(20_000) + "]".repeat(20_000) + "}", 400},
    {"{\"a\":\"" + "x".repeat(70_000) + "\"}", 413}
  };

  private static TestApp app;
  private static TestClient anybody;

  @BeforeAll
  static void start() {
    app =
        TestApp.start(
            TestDatabase.create(), Map.of("ALTERTABLE_OAUTH_METADATA_PRIVATE_ADDRESSES", "false"));
    anybody = new TestClient(app, "");
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  @Override
  public Stream<Attack> attacks() {
    return Stream.concat(
        Stream.of(BODIES).map(RegistrationAttackTest::body),
        Stream.of(
            refused(
                Family.INJECTION,
                "U+0000 in client_uri",
                "invalid_client_metadata",
                client -> client.put("client_uri", "https://a.example/\u0000")),
            refused(
                Family.INJECTION,
                "a list as name",
                "invalid_client_metadata",
                client -> client.put("client_name", new JsonArray().add("x"))),
            refused(
                Family.OVERSIZED,
                "21 redirect URIs",
                "invalid_redirect_uri",
                client -> client.put("redirect_uris", many(21))),
            refused(
                Family.OVERSIZED,
                "a long redirect URI",
                "invalid_redirect_uri",
                client ->
                    client.put("redirect_uris", one("https://a.example/" + "x".repeat(2048)))),
            refused(
                Family.REDIRECT,
                "one bad among good ones",
                "invalid_redirect_uri",
                client -> client.put("redirect_uris", many(2).add("http://evil.example/"))),
            refused(
                Family.SSRF,
                "keys at a private address",
                "invalid_client_metadata",
                client -> keysAt(client, "https://169.254.169.254/keys")),
            refused(
                Family.SSRF,
                "keys on loopback",
                "invalid_client_metadata",
                client -> keysAt(client, "http://127.0.0.1:9090/metrics")),
            refused(
                Family.JWT_CONFUSION,
                "a symmetric key",
                "invalid_client_metadata",
                client -> keys(client, "{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}")),
            refused(
                Family.JWT_CONFUSION,
                "no usable key",
                "invalid_client_metadata",
                client -> keys(client, "{\"kty\":\"none\"}")),
            new Attack(Family.POLLUTION, "more than may be had", RegistrationAttackTest::more),
            new Attack(Family.INJECTION, "tricks in the name", RegistrationAttackTest::name)));
  }

  private static JsonObject good() {
    return new JsonObject()
        .put("client_name", "Stranger")
        .put("redirect_uris", one("https://a.example/cb"))
        .put("token_endpoint_auth_method", "none");
  }

  private static JsonArray one(String uri) {
    return new JsonArray().add(uri);
  }

  private static JsonArray many(int count) {
    JsonArray uris = new JsonArray();
    for (int i = 0; i < count; i++) {
      uris.add("https://a.example/cb" + i);
    }
    return uris;
  }

  private static void keysAt(JsonObject client, String uri) {
    client.put("token_endpoint_auth_method", "private_key_jwt").put("jwks_uri", uri);
  }

  private static void keys(JsonObject client, String key) {
    client
        .put("token_endpoint_auth_method", "private_key_jwt")
        .put("jwks", new JsonObject().put("keys", new JsonArray().add(new JsonObject(key))));
  }

  private static Attack body(Object[] row) {
    String text = (String) row[0];
    boolean large = text.length() > 100;
    return new Attack(
        large ? Family.OVERSIZED : Family.INJECTION,
        "body " + (large ? text.substring(0, 6) + "…" : "'" + text + "'"),
        () -> {
          Answer answer = anybody.postJson("/oauth/register", text);
          assertThat(answer.status()).isEqualTo(row[1]);
          assertThat(answer.error()).isEqualTo("invalid_request");
        });
  }

  private static Attack refused(
      Family family, String name, String error, Consumer<JsonObject> change) {
    return new Attack(
        family,
        name,
        () -> {
          JsonObject client = good();
          change.accept(client);
          Answer answer = anybody.postJson("/oauth/register", client.encode());
          assertThat(answer.status()).isEqualTo(400);
          assertThat(answer.error()).isEqualTo(error);
        });
  }

  private static void more() {
    JsonObject made =
        anybody
            .postJson(
                "/oauth/register",
                good()
                    .put("grant_types", new JsonArray().add("client_credentials").add("implicit"))
                    .put("scope", "admin read")
                    .put("client_id", "chosen")
                    .put("kind", "preregistered")
                    .encode())
            .json();
    assertThat(made.getJsonArray("grant_types")).containsExactly("authorization_code");
    assertThat(made.getString("scope")).isEqualTo("read");
    assertThat(made.getString("client_id")).isNotEqualTo("chosen");
  }

  private static void name() {
    String hostile = "Good\u202E\u0007 App\u2028<script>alert(1)</script>";
    JsonObject client = good().put("client_name", hostile);
    client.put("redirect_uris", one(TestClient.REDIRECT));
    String id = anybody.postJson("/oauth/register", client.encode()).json().getString("client_id");
    var page = new TestClient(app, id).authorizePage();
    assertThat(page.document().selectFirst(".client").text())
        .isEqualTo("Good App <script>alert(1)</script>");
    assertThat(page.document().select("main script")).isEmpty();
  }
}
