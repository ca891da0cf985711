package ai.altertable.mcp.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.RawConnection;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Whatever comes over the wire gets an answer of its protocol: never a fault of ours, never
 * silence, and what is refused is refused in JSON.
 */
class HostileRequestsPropertyTest {
  private static final List<String> METHODS =
      List.of(
          "initialize",
          "ping",
          "tools/list",
          "tools/call",
          "resources/list",
          "resources/read",
          "resources/templates/list",
          "resources/subscribe",
          "prompts/list",
          "prompts/get",
          "completion/complete",
          "logging/setLevel",
          "server/discover",
          "tasks/get",
          "tasks/update",
          "tasks/cancel",
          "notifications/cancelled",
          "notifications/initialized");
  private static final List<String> LISTS =
      List.of("tools/list", "resources/list", "resources/templates/list", "prompts/list");
  private static final List<String> KEYS =
      List.of(
          "name",
          "arguments",
          "cursor",
          "uri",
          "ref",
          "argument",
          "context",
          "requestState",
          "inputResponses",
          "taskId",
          "level",
          "requestId",
          "protocolVersion",
          "capabilities",
          "value",
          "type");
  private static final List<String> HEADERS =
      List.of(
          "Mcp-Session-Id",
          "MCP-Protocol-Version",
          "Mcp-Method",
          "Mcp-Name",
          "Mcp-Param-Catalog",
          "Last-Event-ID",
          "Accept",
          "Content-Type",
          "Authorization",
          "Origin",
          "DPoP",
          "X-Forwarded-For");

  private static TestEndpoint endpoint;
  private static String session;

  @BeforeContainer
  static void start() {
    endpoint = ConformanceEndpoint.start();
    Client client = endpoint.client().token(TestEndpoint.READ).initialize("2025-11-25");
    session = client.sessionId();
  }

  @AfterContainer
  static void stop() {
    endpoint.close();
  }

  /** Sends a request on a connection of its own; the answer's status, and its body once checked. */
  private static Tuple.Tuple2<Integer, String> send(
      String method, byte[] body, List<String> headers) {
    String head =
        method
            + " /v1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: "
            + body.length
            + "\r\n"
            + headers.stream().map(header -> header + "\r\n").collect(Collectors.joining())
            + "\r\n";
    try (RawConnection connection = new RawConnection(endpoint.port)) {
      String answer = connection.send(head + new String(body, ISO_8859_1)).readAll();
      assertThat(answer).as(head).matches("(?s)HTTP/1\\.1 \\d{3} .*");
      int status = Integer.parseInt(answer.substring(9, 12));
      String content = answer.substring(answer.indexOf("\r\n\r\n") + 4);
      assertThat(status).as("%s%s", head, new String(body, UTF_8)).isLessThan(500);
      if (status >= 400) {
        assertThat(answer).containsIgnoringCase("content-type: application/json");
        assertThat(error(content).getInteger("code")).isNotZero();
      }
      assertThat(content).as(new String(body, UTF_8)).doesNotContain("\"code\":-32603");
      return Tuple.of(status, content);
    } catch (IOException e) {
      throw new AssertionError(head, e);
    }
  }

  private static JsonObject error(String content) {
    JsonObject json = new JsonObject(content);
    assertThat(json.getString("jsonrpc")).isEqualTo("2.0");
    assertThat(json.containsKey("id")).isTrue();
    assertThat(json.getJsonObject("error").getString("message")).isNotBlank();
    return json.getJsonObject("error");
  }

  private static List<String> plain(String... more) {
    return Stream.concat(
            Stream.of(
                "Authorization: Bearer " + TestEndpoint.READ,
                "Accept: application/json, text/event-stream",
                "Content-Type: application/json"),
            Stream.of(more))
        .toList();
  }

  private static List<String> legacy() {
    return plain("Mcp-Session-Id: " + session, "MCP-Protocol-Version: 2025-11-25");
  }

  private static List<String> modern(String method, JsonObject params) {
    Object name = params.getValue(method.startsWith("tasks/") ? "taskId" : "name");
    if (name == null || method.equals("resources/read")) {
      name = params.getValue("uri");
    }
    String version = "MCP-Protocol-Version: 2026-07-28";
    return name instanceof String text
        ? plain(version, "Mcp-Method: " + method, "Mcp-Name: " + encoded(text))
        : plain(version, "Mcp-Method: " + method);
  }

  private static String encoded(String text) {
    return "=?base64?" + Base64.getEncoder().encodeToString(text.getBytes(UTF_8)) + "?=";
  }

  @Property(tries = 300)
  void anyBytesAreAnswered(@ForAll @Size(max = 200) byte[] body) {
    assertThat(send("POST", body, legacy()).get1()).isEqualTo(400);
    assertThat(send("POST", body, modern("tools/list", new JsonObject())).get1()).isEqualTo(400);
  }

  @Property(tries = 400)
  void anyParametersAreAnswered(
      @ForAll("methods") String method, @ForAll("objects") JsonObject params) {
    JsonObject legacy = message(method, params);
    assertThat(send("POST", legacy.toBuffer().getBytes(), legacy()).get1())
        .isIn(200, 202, 400, 404);
    JsonObject stateless =
        message(method, Client.modernRequest(1, method, params).getJsonObject("params"));
    assertThat(send("POST", stateless.toBuffer().getBytes(), modern(method, params)).get1())
        .isIn(200, 202, 400, 404);
  }

  @Property(tries = 200)
  void anyCursorThatWasNotHandedOutIsRefused(
      @ForAll("lists") String method, @ForAll("values") Object cursor) {
    JsonObject params = new JsonObject().put("cursor", cursor);
    String answer = send("POST", message(method, params).toBuffer().getBytes(), legacy()).get2();
    if (cursor == null) {
      assertThat(new JsonObject(answer).containsKey("result")).isTrue();
    } else {
      assertThat(error(answer).getInteger("code")).isEqualTo(-32602);
    }
  }

  @Property(tries = 200)
  void anyStateThatWasNotHandedOutIsRefused(@ForAll("values") Object state) {
    JsonObject params =
        Client.call("test_input_required_result_request_state", new JsonObject())
            .put("inputResponses", new JsonObject())
            .put("requestState", state);
    JsonObject stateless = Client.modernRequest(1, "tools/call", params);
    String answer =
        send("POST", stateless.toBuffer().getBytes(), modern("tools/call", params)).get2();
    if (state != null) {
      assertThat(error(answer).getInteger("code")).isEqualTo(-32602);
    }
  }

  @Property(tries = 400)
  void anyHeaderIsAnswered(
      @ForAll("methodsOfHttp") String method,
      @ForAll("headers") String name,
      @ForAll("headerValues") String value) {
    List<String> headers =
        legacy().stream().filter(header -> !header.startsWith(name + ":")).toList();
    List<String> hostile = Stream.concat(headers.stream(), Stream.of(name + ": " + value)).toList();
    byte[] body = message("ping", new JsonObject()).toBuffer().getBytes();
    assertThat(send(method, method.equals("POST") ? body : new byte[0], hostile).get1())
        .isIn(200, 400, 401, 403, 404, 405, 406, 410, 415);
  }

  private static JsonObject message(String method, JsonObject params) {
    JsonObject message = Client.request(1, method, params);
    if (method.startsWith("notifications/")) {
      message.remove("id");
    }
    return message;
  }

  @Provide
  static Arbitrary<String> methods() {
    return Arbitraries.of(METHODS);
  }

  @Provide
  static Arbitrary<String> lists() {
    return Arbitraries.of(LISTS);
  }

  /** Without GET, which opens a stream when it is good, and that does not end. */
  @Provide
  static Arbitrary<String> methodsOfHttp() {
    return Arbitraries.of("POST", "PUT", "PATCH", "BREW");
  }

  @Provide
  static Arbitrary<String> headers() {
    return Arbitraries.of(HEADERS);
  }

  @Provide
  static Arbitrary<String> headerValues() {
    Arbitrary<String> bytes =
        Arbitraries.strings()
            .withCharRange(' ', '~')
            .withCharRange('\u0080', '\u00ff')
            .ofMaxLength(60);
    Arbitrary<String> marked = bytes.map(inner -> "=?base64?" + inner + "?=");
    return Arbitraries.oneOf(
        bytes, marked, Arbitraries.of("2026-07-28", "*/*;q=x", "Bearer", "null"));
  }

  @Provide
  static Arbitrary<Object> values() {
    Arbitrary<Object> leaves =
        Arbitraries.oneOf(
            Arbitraries.strings().ofMaxLength(40).map(text -> (Object) text),
            Arbitraries.integers().map(number -> (Object) number),
            Arbitraries.doubles().map(number -> (Object) number),
            Arbitraries.of(true, "", "0:", "OTk6", "test://static-text", "test_simple_text"),
            Arbitraries.just(null));
    return Arbitraries.lazyOf(
        () -> leaves,
        () -> leaves,
        () -> leaves.list().ofMaxSize(3).map(list -> (Object) new JsonArray(list)),
        () -> objects().map(object -> (Object) object));
  }

  @Provide
  static Arbitrary<JsonObject> objects() {
    return Combinators.combine(
            Arbitraries.maps(
                    Arbitraries.of(KEYS), Arbitraries.lazy(HostileRequestsPropertyTest::values))
                .ofMaxSize(4),
            Arbitraries.of("test_simple_text", "test_simple_prompt", "nope"))
        .as(
            (map, name) ->
                new JsonObject(map)
                    .mergeIn(
                        map.containsKey("name")
                            ? new JsonObject()
                            : new JsonObject().put("name", name)));
  }
}
