package ai.altertable.mcp.oauth.attack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.CapturedLog;
import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestBrowser;
import ai.altertable.mcp.testing.TestClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What strangers send never makes a line of the log, in whichever form it is written: not with line
 * breaks of any kind, nor with what moves a terminal's cursor or turns the direction of text.
 */
class LogAttackTest implements AttackTable {
  private static final Logger LOG = LoggerFactory.getLogger(LogAttackTest.class);
  private static final String FORGED =
      "2026-01-01T00:00:00.000Z INFO  SignIn admin signed in {\"level\":\"INFO\"}";

  /** Each before a forged line. */
  private static final Map<String, String> BREAKS =
      Map.of(
          "CR LF", "\r\n",
          "LF", "\n",
          "CR", "\r",
          "NEL", "\u0085",
          "a line separator", "\u2028",
          "a paragraph separator", "\u2029",
          "a form feed", "\f",
          "an escape sequence", "\u001b[2K\u001b[1G",
          "an 8-bit escape sequence", "\u009b2K\u009b1G",
          "an override of direction", "\u202e");

  private static final Pattern PLAIN =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\dT[\\d:.]{12}Z (?:ERROR|WARN |INFO |DEBUG|TRACE) \\S+ .*");
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}&&[^\t]]");

  private static TestApp app;

  @BeforeAll
  static void start() {
    app = TestApp.start();
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  private interface Place {
    void send(String text);
  }

  private static Map<String, Place> places() {
    return Map.of(
        "a message and its cause", LogAttackTest::log,
        "client_name", LogAttackTest::clientName,
        "state and scope", LogAttackTest::state,
        "the user agent", LogAttackTest::userAgent,
        "the e-mail address", LogAttackTest::email,
        "the path", LogAttackTest::path);
  }

  @Override
  public Stream<Attack> attacks() {
    return places().keySet().stream()
        .sorted()
        .flatMap(
            place ->
                BREAKS.keySet().stream()
                    .sorted()
                    .map(
                        kind ->
                            new Attack(
                                Family.INJECTION,
                                "log: " + kind + " in " + place,
                                () -> forges(places().get(place), BREAKS.get(kind)))));
  }

  private static void forges(Place place, String lineBreak) {
    try (CapturedLog plain = new CapturedLog(false);
        CapturedLog json = new CapturedLog(true)) {
      place.send("harmless" + lineBreak + FORGED);
      // Whatever is logged or not, something is there to be judged.
      LOG.warn("sent");
      assertThat(plain.lines()).anyMatch(line -> line.endsWith(" sent"));
      for (String line : plain.lines()) {
        assertThat(line).doesNotContainPattern(UNPRINTABLE).doesNotStartWith(FORGED);
        assertThat(line.startsWith("    ") || PLAIN.matcher(line).matches()).as(line).isTrue();
      }
      for (String line : json.lines()) {
        assertThat(line).doesNotContainPattern(UNPRINTABLE);
        assertThat(new JsonObject(line).getString("loggerName")).as(line).isNotBlank();
      }
    }
  }

  /** As if somebody had logged it: the last line of defence, without the ones before. */
  private static void log(String text) {
    LOG.warn("refused why={}", text, new IllegalStateException(text, new IOException(text)));
  }

  private static void clientName(String text) {
    JsonObject metadata =
        new JsonObject()
            .put("client_name", text)
            .put("redirect_uris", new JsonArray().add(TestClient.REDIRECT))
            .put("token_endpoint_auth_method", "none");
    TestClient.Answer made = new TestClient(app, "").postJson("/oauth/register", metadata.encode());
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().getString("client_name")).doesNotContainPattern(UNPRINTABLE);
  }

  private static void state(String text) {
    TestClient client = TestClient.register(app, "Agent");
    Map<String, String> parameters = client.authorization();
    parameters.put("state", text);
    parameters.put("scope", "read " + text);
    parameters.put("response_type", "token");
    TestBrowser.Page page = new TestBrowser(app.issuer()).get(client.authorizeUrl(parameters));
    assertThat(TestClient.query(page.location())).containsEntry("state", text);
    assertThat(page.location()).doesNotContainPattern(UNPRINTABLE);
    assertThat(page.response().headers().map()).doesNotContainKey("set-cookie2");
  }

  private static void email(String text) {
    TestBrowser browser = new TestBrowser(app.issuer());
    TestBrowser.Page page = browser.signIn(browser.get("/login"), text + "@example.com", "wrong");
    assertThat(page.status()).isIn(400, 401, 429);
  }

  private static void path(String text) {
    new TestBrowser(app.issuer())
        .get("/console/" + TestBrowser.encode(Map.of("x", text)).substring(2).replace("+", "%20"));
  }

  /** By hand: no client library sends it. A line break ends the header, and what follows is one. */
  private static void userAgent(String text) {
    URI address = URI.create(app.issuer());
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      socket.setSoTimeout(30_000);
      String head =
          "GET /oauth/authorize?client_id=unknown HTTP/1.1\r\nHost: localhost\r\nConnection: close"
              + "\r\nUser-Agent: "
              + text
              + "\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(UTF_8));
      String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 400");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
