package ai.altertable.mcp.transport;

import static ai.altertable.mcp.transport.Client.call;
import static ai.altertable.mcp.transport.Client.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams of the handshake era that are cut, and taken up again with Last-Event-ID. */
@Timeout(60)
class ResumptionTest {
  private static final JsonObject NONE = new JsonObject();
  private static final String LATEST = "2025-11-25";
  private static TestEndpoint endpoint;

  @BeforeAll
  static void start() {
    // A stream may keep a sixty-fourth of it: 16 KiB.
    endpoint = ConformanceEndpoint.start(Map.of("ALTERTABLE_LIMITS_REPLAY_BYTES", "1048576"));
  }

  @AfterAll
  static void stop() {
    endpoint.close();
  }

  private static Client session(String version) {
    return endpoint.client().token(TestEndpoint.READ).initialize(version);
  }

  private static JsonObject progress(String tool, JsonObject arguments) {
    return request(
        "r",
        "tools/call",
        call(tool, arguments).put("_meta", new JsonObject().put("progressToken", 1)));
  }

  /** Reads up to the event of that number; returns its id. */
  private static String readTo(BufferedReader lines, int number) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.matches("id: [0-9a-f]{32}-" + number)) {
        return line.substring(4);
      }
    }
    throw new AssertionError("the stream ended before event " + number);
  }

  /** Starts a call that reports progress, then loses the connection. Returns the last event. */
  private static String cut(Client session, int events) throws Exception {
    endpoint.tools.calls.clear();
    HttpResponse<InputStream> response =
        session.open("POST", progress("large", new JsonObject().put("events", events)).encode());
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(response.body(), UTF_8))) {
      return readTo(lines, events);
    }
  }

  private static Client.Answer resume(Client session, String lastEvent) {
    return session.header("Last-Event-ID", lastEvent).send("GET", null);
  }

  @Test
  void streamBeginsWithHowToComeBack() {
    String body = session(LATEST).post(progress("progress", NONE)).body();

    assertThat(body).matches("(?s)id: ([0-9a-f]{32})-0\nretry: [0-9]+\ndata: \n\nid: \\1-1\n.*");
    assertThat(body.lines().filter(line -> line.startsWith("id: ")).distinct()).hasSize(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2025-03-26", "2025-06-18"})
  void olderClientsGetIdsWithoutAnEmptyEvent(String version) {
    String body = session(version).post(progress("progress", NONE)).body();

    assertThat(body).matches("(?s)id: [0-9a-f]{32}-1\nevent: message\ndata: \\{.*");
    assertThat(body).doesNotContain("retry:").doesNotContain("data: \n");
  }

  @Test
  void modernStreamsCannotBeResumed() {
    Client.Answer answer =
        endpoint
            .client()
            .token(TestEndpoint.READ)
            .modern("r", "tools/call", progress("progress", NONE).getJsonObject("params"));

    assertThat(answer.body()).contains("data: {").doesNotContain("id: ").doesNotContain("retry:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2025-03-26", "2025-06-18", LATEST})
  void callGoesOnWithoutItsClientWhoComesBackForTheResult(String version) throws Exception {
    Client session = session(version);
    String last = cut(session, 1);
    endpoint.tools.release();

    Client.Answer rest = resume(session, last);
    assertThat(rest.status()).isEqualTo(200);
    assertThat(rest.header("Content-Type")).isEqualTo("text/event-stream");
    assertThat(rest.events()).hasSize(1);
    assertThat(rest.events().get(0).getValue("id")).isEqualTo("r");
    assertThat(rest.body()).contains("released").contains("id: " + last.replace("-1", "-2"));
    assertThat(endpoint.tools.cancelled).isEmpty();

    // A second loss is no worse than the first.
    assertThat(resume(session, last).events()).isEqualTo(rest.events());
    assertThat(resume(session, last.replace("-1", "-0")).events()).hasSize(2);
  }

  @Test
  void clientThatComesBackWhileTheCallRunsHearsTheRestAsItHappens() throws Exception {
    Client session = session(LATEST);
    String last = cut(session, 1);
    HttpResponse<InputStream> stream = session.header("Last-Event-ID", last).open("GET", null);
    assertThat(stream.statusCode()).isEqualTo(200);
    endpoint.tools.release();

    try (InputStream body = stream.body()) {
      assertThat(new String(body.readAllBytes(), UTF_8)).contains("released");
    }
  }

  @Test
  void whoComesBackTakesTheStreamFromWhoHadIt() throws Exception {
    Client session = session(LATEST);
    HttpResponse<InputStream> first =
        session.open("POST", progress("large", new JsonObject().put("events", 1)).encode());
    BufferedReader lines = new BufferedReader(new InputStreamReader(first.body(), UTF_8));
    String last = readTo(lines, 1);
    HttpResponse<InputStream> second = session.header("Last-Event-ID", last).open("GET", null);

    assertThat(lines.lines()).noneMatch(line -> line.contains("result"));
    endpoint.tools.release();
    try (InputStream body = second.body()) {
      assertThat(new String(body.readAllBytes(), UTF_8)).contains("released");
    }
  }

  @Test
  void questionIsAskedAgainAfterTheConnectionIsLost() throws Exception {
    Client session =
        endpoint
            .client()
            .token(TestEndpoint.READ)
            .initialize(LATEST, new JsonObject().put("elicitation", NONE));
    JsonObject asking =
        request(5, "tools/call", call("test_input_required_result_request_state", NONE));
    String last;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(session.open("POST", asking.encode()).body(), UTF_8))) {
      last = readTo(lines, 1).replace("-1", "-0");
    }
    HttpResponse<InputStream> stream = session.header("Last-Event-ID", last).open("GET", null);
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), UTF_8))) {
      readTo(lines, 1);
      lines.readLine();
      JsonObject question = new JsonObject(lines.readLine().substring("data: ".length()));
      assertThat(question.getString("method")).isEqualTo("elicitation/create");
      session.post(
          new JsonObject()
              .put("jsonrpc", "2.0")
              .put("id", question.getValue("id"))
              .put("result", new JsonObject().put("action", "accept").put("content", NONE)));

      assertThat(lines.lines()).anyMatch(line -> line.contains("state-ok"));
    }
  }

  @Test
  void cancellationIsSaidNotShown() throws Exception {
    endpoint.tools.calls.clear();
    Client session = session(LATEST);
    HttpResponse<InputStream> response = session.open("POST", progress("wait", NONE).encode());
    response.body().close();
    String running = endpoint.tools.calls.poll(20, SECONDS).callId();

    assertThat(endpoint.tools.cancelled).isEmpty();
    JsonObject cancel =
        Client.notification("notifications/cancelled", new JsonObject().put("requestId", "r"));
    assertThat(session.post(cancel).status()).isEqualTo(202);
    assertThat(endpoint.tools.cancelled.poll(20, SECONDS)).isEqualTo(running);
  }

  @Test
  void streamIsResumedByItsOwnSessionOnly() throws Exception {
    Client session = session(LATEST);
    String last = cut(session, 1);
    endpoint.tools.release();
    Client.Answer other = resume(session(LATEST), last);

    assertThat(other.status()).isEqualTo(410);
    assertThat(other.error().getInteger("code")).isEqualTo(410);
    assertThat(resume(session.token(TestEndpoint.WRITE), last).status()).isEqualTo(404);
    assertThat(resume(session.token(TestEndpoint.READ), last).status()).isEqualTo(200);
  }

  @Test
  void whatIsNotKeptIsSaidClearly() {
    Client session = session(LATEST);
    Client.Answer unknown = resume(session, "0123456789abcdef0123456789abcdef-3");
    Client.Answer garbage = resume(session, "nonsense");

    assertThat(unknown.status()).isEqualTo(410);
    assertThat(unknown.error().getString("message")).contains("not kept any more");
    assertThat(garbage.status()).isEqualTo(400);
    assertThat(garbage.error().getInteger("code")).isEqualTo(-32602);
  }

  @Test
  void whatDoesNotFitIsForgottenExceptTheResult() throws Exception {
    Client session = session(LATEST);
    String last = cut(session, 5);
    endpoint.tools.release();
    Client.Answer rest = resume(session, last.replace("-5", "-0"));

    assertThat(rest.events()).hasSize(2);
    assertThat(rest.body()).contains("id: " + last).contains("released");
  }

  @Test
  void endOfTheSessionForgetsItsStreams() throws Exception {
    Client session = session(LATEST);
    String last = cut(session, 1);
    endpoint.tools.release();
    session.send("DELETE", null);

    assertThat(resume(session, last).status()).isEqualTo(404);
  }

  @Test
  void serverMayHangUpInTheMiddleOfACall() {
    Client session = session(LATEST);
    Client.Answer first = session.post(request(7, "tools/call", call("test_reconnection", NONE)));
    assertThat(first.events()).isEmpty();
    assertThat(first.body()).endsWith("retry: 1000\n\n");
    String primed = first.body().substring(4, first.body().indexOf('\n'));

    Client.Answer rest = resume(session, primed);
    assertThat(rest.events()).hasSize(1);
    assertThat(rest.events().get(0).getValue("id")).isEqualTo(7);
    assertThat(rest.events().get(0).containsKey("result")).isTrue();
  }

  @Test
  void serverDoesNotHangUpOnClientsThatWereNotToldHowToComeBack() {
    Client.Answer answer =
        session("2025-06-18").post(request(7, "tools/call", call("test_reconnection", NONE)));

    assertThat(answer.events()).hasSize(1);
    assertThat(answer.events().get(0).getValue("id")).isEqualTo(7);
  }
}
