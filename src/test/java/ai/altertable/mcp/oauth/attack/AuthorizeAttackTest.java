package ai.altertable.mcp.oauth.attack;

import static ai.altertable.mcp.testing.TestClient.query;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestBrowser;
import ai.altertable.mcp.testing.TestBrowser.Page;
import ai.altertable.mcp.testing.TestClient;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Authorization requests that lie: to whom the answer goes, what was proven, who asked. */
class AuthorizeAttackTest implements AttackTable {
  /** Whose redirect URI is not proven: a page, and never a redirect. {id} is the client's. */
  private static final String[] UNPROVEN = {
    "client_id=unknown&redirect_uri=http://127.0.0.1:4321/callback",
    "redirect_uri=http://127.0.0.1:4321/callback",
    "client_id=%00&redirect_uri=http://127.0.0.1:4321/callback",
    "client_id={id}&redirect_uri=https://evil.example/cb",
    "client_id={id}&redirect_uri=http://127.0.0.1:4321/other",
    "client_id={id}&redirect_uri=http://127.0.0.1:4321@evil.example/callback",
    "client_id={id}&redirect_uri=http://127.0.0.1:4321%5C@evil.example/callback",
    "client_id={id}&redirect_uri=http://127.0.0.1:4321/callback%23",
    "client_id={id}&redirect_uri=http://127.0.0.1:4321/callback%0d%0aX:y",
    "client_id={id}&redirect_uri=http://127.0.0.1:4321/x/..%2fcallback",
    "client_id={id}&redirect_uri=http://127.0.0.1.:4321/callback",
    "client_id={id}&redirect_uri=http://%E2%91%A027.0.0.1:4321/callback",
    "client_id={id}&redirect_uri=javascript:alert(1)",
    "client_id={id}&client_id={id}&redirect_uri=http://127.0.0.1:4321/callback",
    "client_id={id}&redirect_uri=http://127.0.0.1:4321/callback&redirect_uri=https://evil.example"
  };

  /** Parameter, value, error that the client is told; an empty value takes the parameter out. */
  private static final String[][] TOLD = {
    {"PKCE_DOWNGRADE", "code_challenge", "", "invalid_request"},
    {"PKCE_DOWNGRADE", "code_challenge", "short", "invalid_request"},
    {"PKCE_DOWNGRADE", "code_challenge", TestClient.CHALLENGE + "=", "invalid_request"},
    {"PKCE_DOWNGRADE", "code_challenge_method", "", "invalid_request"},
    {"PKCE_DOWNGRADE", "code_challenge_method", "plain", "invalid_request"},
    {"PKCE_DOWNGRADE", "code_challenge_method", "s256", "invalid_request"},
    {"CODE_INJECTION", "response_type", "", "invalid_request"},
    {"CODE_INJECTION", "response_type", "token", "unsupported_response_type"},
    {"CODE_INJECTION", "response_type", "code token", "unsupported_response_type"},
    {"CODE_INJECTION", "response_type", "code id_token", "unsupported_response_type"},
    {"CODE_INJECTION", "response_mode", "fragment", "invalid_request"},
    {"CODE_INJECTION", "response_mode", "form_post", "invalid_request"},
    {"MIX_UP", "resource", "https://evil.example/v1", "invalid_target"},
    {"MIX_UP", "resource", "http://localhost:8080@evil.example/v1", "invalid_target"},
    {"MIX_UP", "resource", "http://localhost:8080/v1/../v2", "invalid_target"},
    {"JWT_CONFUSION", "request", "eyJhbGciOiJub25lIn0.e30.", "request_not_supported"},
    {"SSRF", "request_uri", "https://evil.example/r", "request_uri_not_supported"},
    {"SSRF", "request_uri", "http://169.254.169.254/", "request_uri_not_supported"},
    {"CSRF", "prompt", "none", "interaction_required"},
    {"OVERSIZED", "scope", "x ".repeat(2049), "invalid_request"},
    {"OVERSIZED", "resource", "http://localhost:8080/v1/" + "a".repeat(4096), "invalid_request"}
  };

  private static final String[] TWICE = {
    "scope", "response_type", "code_challenge", "code_challenge_method", "unknown", "prompt"
  };

  private static TestApp app;
  private static TestClient client;
  private static TestBrowser browser;

  @BeforeAll
  static void start() {
    app = TestApp.start();
    client = TestClient.register(app, "Agent");
    browser = new TestBrowser(app.issuer());
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  @Override
  public Stream<Attack> attacks() {
    return Stream.of(
            Stream.of(UNPROVEN).map(AuthorizeAttackTest::unproven),
            Stream.of(TOLD).map(AuthorizeAttackTest::told),
            Stream.of(TWICE).map(AuthorizeAttackTest::twice),
            Stream.of(
                new Attack(
                    Family.POLLUTION,
                    "state twice is not returned",
                    AuthorizeAttackTest::stateTwice),
                new Attack(Family.POLLUTION, "parameters in a body", AuthorizeAttackTest::posted),
                new Attack(
                    Family.INJECTION, "line breaks in state", AuthorizeAttackTest::lineBreaks),
                new Attack(Family.INJECTION, "markup in client_id", AuthorizeAttackTest::markup)))
        .flatMap(rows -> rows);
  }

  private static Attack unproven(String query) {
    return new Attack(
        query.contains("client_id={id}&redirect") ? Family.REDIRECT : Family.POLLUTION,
        query,
        () -> {
          Page page =
              browser.get(
                  "/oauth/authorize?response_type=code&code_challenge="
                      + TestClient.CHALLENGE
                      + "&code_challenge_method=S256&"
                      + query.replace("{id}", client.id()));
          assertThat(page.status()).isEqualTo(400);
          assertThat(page.response().headers().firstValue("location")).isEmpty();
          assertThat(page.text()).contains("cannot be trusted");
          assertThat(page.header("content-security-policy")).contains("default-src 'none'");
        });
  }

  /** Told at the proven address, with the state, and with who answers (RFC 9207). */
  private static Attack told(String[] row) {
    String value = row[2].length() > 100 ? row[2].length() + " characters" : row[2];
    return new Attack(
        Family.valueOf(row[0]),
        row[1] + "=" + value,
        () -> {
          Map<String, String> parameters = client.authorization();
          parameters.put(row[1], row[2]);
          Page page = browser.get(client.authorizeUrl(parameters));
          assertThat(page.status()).isEqualTo(303);
          assertThat(page.location()).startsWith(TestClient.REDIRECT + "?");
          assertThat(query(page.location()))
              .containsEntry("error", row[3])
              .containsEntry("state", "a state/with+signs")
              .containsEntry("iss", app.issuer())
              .containsKey("error_description")
              .doesNotContainKey("code");
        });
  }

  private static Attack twice(String name) {
    return new Attack(
        Family.POLLUTION,
        name + " twice",
        () -> {
          String url = client.authorizeUrl(client.authorization());
          Page page = browser.get(url + "&" + name + "=x&" + name + "=y");
          assertThat(query(page.location())).containsEntry("error", "invalid_request");
        });
  }

  private static void stateTwice() {
    Page page = browser.get(client.authorizeUrl(client.authorization()) + "&state=other");
    assertThat(query(page.location()))
        .containsEntry("error", "invalid_request")
        .doesNotContainKey("state");
  }

  private static void posted() {
    Page page = new TestBrowser(app.issuer()).post("/oauth/authorize", client.authorization());
    assertThat(page.status()).isEqualTo(405);
  }

  private static void lineBreaks() {
    Map<String, String> parameters = client.authorization();
    parameters.put("state", "x\r\nSet-Cookie: a=b");
    parameters.put("response_type", "token");
    Page page = browser.get(client.authorizeUrl(parameters));
    assertThat(page.location()).doesNotContain("\r", "\n").contains("state=x%0D%0ASet-Cookie");
    assertThat(page.response().headers().firstValue("set-cookie")).isEmpty();
  }

  private static void markup() {
    Page page = browser.get("/oauth/authorize?client_id=%3Cscript%3Ealert(1)%3C/script%3E");
    assertThat(page.status()).isEqualTo(400);
    assertThat(page.response().body()).doesNotContain("<script");
  }
}
