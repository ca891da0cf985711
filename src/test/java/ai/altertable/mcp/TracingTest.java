package ai.altertable.mcp;

import static ai.altertable.mcp.testing.TraceCollector.attribute;
import static ai.altertable.mcp.testing.TraceCollector.id;
import static ai.altertable.mcp.testing.TraceCollector.parent;
import static ai.altertable.mcp.testing.TraceCollector.trace;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.TraceCollector;
import ai.altertable.mcp.testing.WholeProduct;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a collector of OpenTelemetry sees of calls, from the client to the database. */
class TracingTest {
  private static final String TOOL = "query_lakehouse";
  private static final String CALL = "tools/call " + TOOL;
  private static final String EXECUTION = "execute " + TOOL;
  private static final String CLIENT = "00f067aa0ba902b7";

  private static TraceCollector collector;
  private static WholeProduct product;

  @BeforeAll
  static void start() throws IOException {
    collector = new TraceCollector();
    product =
        WholeProduct.start(
            Map.of(
                "ALTERTABLE_TRACING_ENDPOINT", collector.address(),
                "ALTERTABLE_TRACING_HEADERS", "authorization=Bearer%20of-the-collector",
                "ALTERTABLE_TRACING_SERVICE_NAME", "mcp-test"));
  }

  @AfterAll
  static void stop() {
    product.close();
    collector.close();
  }

  private static String newTrace() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  private static String parentOf(String trace, boolean sampled) {
    return "00-" + trace + "-" + CLIENT + (sampled ? "-01" : "-00");
  }

  private static JsonObject query(String sql, Map<String, String> meta) {
    return query(sql, meta, Map.of());
  }

  private static JsonObject query(
      String sql, Map<String, String> meta, Map<String, String> headers) {
    Map<String, ?> params =
        Map.of("name", TOOL, "arguments", Map.of("statement", sql), "_meta", meta);
    return product.call("tools/call", params, headers).bodyAsJsonObject().getJsonObject("result");
  }

  @Test
  void aCallIsOneTraceFromItsClientToTheDatabase() {
    String trace = newTrace();

    query("SELECT 1", Map.of("traceparent", parentOf(trace, true)));

    Span call = collector.await(trace, CALL);
    assertThat(parent(call)).isEqualTo(CLIENT);
    assertThat(call.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
    assertThat(attribute(call, "mcp.method.name")).isEqualTo("tools/call");
    assertThat(attribute(call, "gen_ai.tool.name")).isEqualTo(TOOL);
    assertThat(attribute(call, "gen_ai.operation.name")).isEqualTo("execute_tool");
    assertThat(attribute(call, "mcp.protocol.version")).isEqualTo("2025-11-25");
    assertThat(attribute(call, "mcp.session.id")).isNotEmpty();
    assertThat(attribute(call, "jsonrpc.request.id")).isEqualTo("1");
    assertThat(attribute(call, "network.transport")).isEqualTo("tcp");
    assertThat(attribute(call, "error.type")).isEmpty();
    Span execution = collector.await(trace, EXECUTION);
    assertThat(parent(execution)).isEqualTo(id(call));
    Span statement = collector.await(trace, "query postgresql");
    assertThat(parent(statement)).isEqualTo(id(execution));
    assertThat(statement.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_CLIENT);
    assertThat(attribute(statement, "db.system.name")).isEqualTo("postgresql");
    assertThat(attribute(statement, "db.namespace")).isEqualTo("lakehouse");
    assertThat(collector.resource("service.name")).isEqualTo("mcp-test");
    assertThat(collector.authorizations()).containsOnly("Bearer of-the-collector");
  }

  @Test
  void theRequestThatACallCameInIsLinked() {
    String trace = newTrace();
    String ofHttp = newTrace();

    query(
        "SELECT 2",
        Map.of("traceparent", parentOf(trace, true)),
        Map.of("traceparent", parentOf(ofHttp, true)));

    Span request = collector.await(ofHttp, "POST /v1");
    assertThat(parent(request)).isEqualTo(CLIENT);
    assertThat(attribute(request, "http.response.status_code")).isEqualTo("200");
    assertThat(collector.await(trace, CALL).getLinksList())
        .singleElement()
        .satisfies(link -> assertThat(link.getSpanId()).isEqualTo(request.getSpanId()));
  }

  @Test
  void withoutATraceInTheMessageTheRequestIsTheParent() {
    String ofHttp = newTrace();

    query("SELECT 3", Map.of(), Map.of("traceparent", parentOf(ofHttp, true)));

    Span request = collector.await(ofHttp, "POST /v1");
    assertThat(parent(collector.await(ofHttp, CALL))).isEqualTo(id(request));
    assertThat(collector.await(ofHttp, "query postgresql").getTraceId())
        .isEqualTo(request.getTraceId());
  }

  @Test
  void theAppIsSeenToo() {
    String trace = newTrace();

    Await.get(
        product
            .http()
            .post(product.config().app().listen().port(), "localhost", "/oauth/token?secret=1")
            .putHeader("traceparent", parentOf(trace, true))
            .send());

    assertThat(attribute(collector.await(trace, "POST /oauth/token"), "http.response.status_code"))
        .isEqualTo("400");
  }

  @Test
  void failuresAreTold() {
    String faulty = newTrace();
    String unknown = newTrace();
    Map<String, String> made = Map.of("traceparent", parentOf(unknown, true));

    query("SELECT nothing", Map.of("traceparent", parentOf(faulty, true)));
    product.call("no/such/method", Map.of("_meta", made));

    Span call = collector.await(faulty, CALL);
    assertThat(attribute(call, "error.type")).isEqualTo("tool_error");
    assertThat(call.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
    assertThat(attribute(collector.await(faulty, "query postgresql"), "error.type"))
        .isEqualTo("invalid");
    Span request = collector.await(unknown, "_OTHER");
    assertThat(attribute(request, "error.type")).isEqualTo("-32601");
    assertThat(attribute(request, "rpc.response.status_code")).isEqualTo("-32601");
  }

  @Test
  void whatIsAskedIsInNoSpan() {
    String trace = newTrace();

    query("SELECT 'a-secret-value'", Map.of("traceparent", parentOf(trace, true)));
    collector.await(trace, CALL);

    assertThat(collector.text()).doesNotContain("a-secret-value").doesNotContain(product.token());
  }

  @Test
  void aClientThatRecordsNothingIsNotRecordedHere() {
    String quiet = newTrace();
    String later = newTrace();

    query(
        "SELECT 4",
        Map.of("traceparent", parentOf(quiet, false)),
        Map.of("traceparent", parentOf(quiet, false)));
    query("SELECT 5", Map.of("traceparent", parentOf(later, true)));
    collector.await(later, CALL);

    assertThat(collector.spans()).noneMatch(span -> trace(span).equals(quiet));
  }

  @Test
  void theDatabaseShowsTheTraceBesideTheStatement() {
    String trace = newTrace();

    JsonObject result =
        query("SELECT current_query()", Map.of("traceparent", parentOf(trace, true)));

    String execution = id(collector.await(trace, EXECUTION));
    assertThat(result.getJsonObject("structuredContent").getJsonArray("rows").encode())
        .contains("/" + TOOL + "/00-" + trace + "-" + execution + "-01 */ ");
  }

  @Test
  void spansAreCounted() {
    query("SELECT 6", Map.of());

    Await.until(
        () ->
            Await.get(
                    product
                        .http()
                        .get(
                            product.config().runtime().management().port(), "localhost", "/metrics")
                        .send())
                .bodyAsString()
                .lines()
                .anyMatch(
                    line ->
                        line.startsWith("altertable_tracing_spans_total{outcome=\"sent\"}")
                            && !line.endsWith(" 0.0")));
  }
}
