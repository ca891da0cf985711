package ai.altertable.mcp.console;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.CapturedLog;
import ai.altertable.mcp.testing.RawConnection;
import ai.altertable.mcp.testing.TestApp;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** URLs that nobody can decode are their sender's fault, wherever they lead. */
@Timeout(60)
class UnreadableRequestTest {
  private static TestApp app;

  @BeforeAll
  static void start() {
    app = TestApp.start();
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  private static String answer(String request) throws Exception {
    try (RawConnection connection = new RawConnection(app.config().app().listen().port())) {
      return connection.send(request.replace("\n", "\r\n")).readAll();
    }
  }

  private static String get(String target, String more) throws Exception {
    return answer(
        "GET " + target + " HTTP/1.1\nHost: localhost\nConnection: close\n" + more + "\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/?%zz",
        "/login?%zz",
        "/login?next=%",
        "/oauth/authorize?client_id=%zz",
        "/oauth/token?a=%zz",
        "/.well-known/jwks.json?%zz",
        "/.well-known/oauth-authorization-server/%zz",
        "/consent?request=%f",
        "/docs/sql?%zz",
        "/docs/%zz",
        "/static/app.css?%zz",
        "/apps?revoked=%zz",
        "/invitation?token=%zz",
        "/reset-password?token=%zz",
        "/account?done=%zz",
        "/console/demo?%zz",
        "/console/%zz",
        "/api/v1/organizations/demo/grants?%zz",
        "/api/v1/organizations/%zz/grants",
        "/%",
        "*"
      })
  void isRefusedInTheFormThatIsWanted(String target) throws Exception {
    String program = get(target, "");
    assertThat(program).startsWith("HTTP/1.1 400").contains("application/problem+json");
    JsonObject problem = new JsonObject(program.substring(program.indexOf("\r\n\r\n") + 4));
    assertThat(problem.getInteger("status")).isEqualTo(400);
    assertThat(problem.getString("error")).isEqualTo("invalid_request");
    assertThat(problem.getString("correlation_id")).isNotBlank();

    String browser = get(target, "Accept: text/html,application/xhtml+xml,*/*;q=0.8\n");
    assertThat(browser)
        .startsWith("HTTP/1.1 400")
        .containsIgnoringCase("content-security-policy: default-src 'none'")
        .contains("The request is not valid");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/oauth/token", "/oauth/register", "/login", "/consent"})
  void isRefusedBeforeABodyIsRead(String path) throws Exception {
    String answer =
        answer(
            "POST "
                + path
                + "?%zz HTTP/1.1\nHost: localhost\nConnection: close\n"
                + "Content-Type: application/x-www-form-urlencoded\nContent-Length: 3\n\na=b");

    assertThat(answer).startsWith("HTTP/1.1 400").contains("invalid_request");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: evil.example\n",
        "Authorization: Basic x\nAuthorization: Basic y\n",
        "Transfer-Encoding: xchunked\n",
        "Transfer-Encoding: gzip, chunked\n"
      })
  void whatCanBeReadInTwoWaysIsRefusedAndEndsTheConnection(String header) throws Exception {
    String first = "POST /oauth/token HTTP/1.1\nHost: localhost\n" + header + "\n";
    String smuggled = "GET /login HTTP/1.1\nHost: localhost\n\n";
    String answer = answer(first + "0\n\n" + smuggled);

    assertThat(answer).startsWith("HTTP/1.1 400").contains("invalid_request");
    assertThat(answer.indexOf("HTTP/1.1", 5)).isNegative();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET /login HTTP/1.1\nConnection: close\n\n", "GET *%zz HTTP/1.0\n\n"})
  void nothingIsLoggedOfIt(String request) throws Exception {
    try (CapturedLog log = new CapturedLog(false)) {
      assertThat(answer(request)).startsWith("HTTP/1.").contains(" 400 ");
      assertThat(log.text()).doesNotContain("Unhandled exception", "error handler");
    }
  }
}
