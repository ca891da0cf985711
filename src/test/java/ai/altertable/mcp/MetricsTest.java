package ai.altertable.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.WholeProduct;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.http.HttpMethod;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a node that has done some of everything says on {@code /metrics}. */
class MetricsTest {
  private static final Pattern NAME =
      Pattern.compile("\\b(?:altertable|vertx|jvm|process|system)_[a-z0-9_]+");
  private static final Pattern SERIES = Pattern.compile("(?m)^([a-z0-9_]+)(\\{.*})? \\S+$");

  private static WholeProduct product;

  @BeforeAll
  static void start() {
    product = WholeProduct.start(Map.of("ALTERTABLE_ROLES", "mcp,app,tools,ingest"));
    product.call("tools/call", Map.of("name", "whoami", "arguments", Map.of()));
    product.call(
        "tools/call",
        Map.of("name", "query_lakehouse", "arguments", Map.of("statement", "SELECT 1")));
  }

  @AfterAll
  static void stop() {
    product.close();
  }

  private static String scrape() {
    return send(HttpMethod.GET, product.config().runtime().management().port(), "/metrics");
  }

  private static Set<String> names(String text) {
    Matcher matcher = SERIES.matcher(text);
    return matcher.results().map(found -> found.group(1)).collect(Collectors.toSet());
  }

  @Test
  void theDashboardAsksForWhatIsThere() throws Exception {
    JsonNode dashboard =
        new ObjectMapper().readTree(Path.of("conf/deploy/grafana/altertable-mcp.json").toFile());
    Set<String> asked = new HashSet<>();
    dashboard.findValuesAsText("expr").forEach(expression -> asked.addAll(asked(expression)));
    dashboard.at("/templating").findValuesAsText("query").forEach(q -> asked.addAll(asked(q)));

    assertThat(asked).hasSizeGreaterThan(25);
    // Pauses are told of when there was one, and a little after it.
    System.gc();
    Await.until(() -> names(scrape()).contains("jvm_gc_pause_seconds_sum"));
    assertThat(names(scrape())).containsAll(asked);
  }

  @Test
  void theAlertsAskForWhatIsThere() throws Exception {
    JsonNode alerts =
        new YAMLMapper().readTree(Path.of("conf/deploy/prometheus/alerts.yaml").toFile());
    List<String> expressions = alerts.findValuesAsText("expr");
    Set<String> asked = new HashSet<>();
    expressions.forEach(expression -> asked.addAll(asked(expression)));

    assertThat(expressions).hasSizeGreaterThan(10);
    assertThat(asked).hasSizeGreaterThan(10);
    assertThat(names(scrape())).containsAll(asked);
  }

  private static Set<String> asked(String expression) {
    return NAME.matcher(expression).results().map(MatchResult::group).collect(Collectors.toSet());
  }

  @Test
  void everyMeterOfOursIsNamedAndExplainedAsPrometheusWants() {
    String text = scrape();
    List<String> types =
        text.lines().filter(line -> line.startsWith("# TYPE altertable_")).toList();

    assertThat(types).hasSizeGreaterThan(15);
    for (String line : types) {
      String name = line.split(" ")[2];
      String kind = line.split(" ")[3];
      assertThat(text).containsPattern("(?m)^# HELP " + name + " \\S+ ");
      switch (kind) {
        case "counter" -> assertThat(name).endsWith("_total");
        case "histogram" -> assertThat(name).endsWith("_seconds");
        default -> assertThat(name).doesNotEndWith("_total").doesNotEndWith("_count");
      }
    }
  }

  @Test
  void whateverIsCountedIsThere() {
    String text = scrape();

    assertThat(text)
        .containsPattern(
            "altertable_http_requests_seconds_count\\{endpoint=\"/v1\",listener=\"mcp\","
                + "method=\"POST\",status=\"200\"} [1-9]")
        .containsPattern(
            "altertable_http_requests_seconds_count\\{endpoint=\"/oauth/token\",listener=\"app\","
                + "method=\"POST\",status=\"200\"} [1-9]")
        .containsPattern(
            "altertable_tool_calls_seconds_count\\{outcome=\"ok\",tool=\"whoami\"} [1-9]")
        .containsPattern("altertable_token_cache_requests_total\\{result=\"hit\"} [1-9]")
        .containsPattern("altertable_token_cache_requests_total\\{result=\"miss\"} 1\\.0")
        .containsPattern("altertable_token_cache_size 1\\.0")
        .containsPattern("altertable_lakehouse_pools 1\\.0")
        .containsPattern("altertable_calls_running 0\\.0")
        .containsPattern("vertx_pool_in_use\\{pool_name=\"platform\",pool_type=\"sql\"}");
  }

  /** Names that clients make up are no labels: neither what they say nor how many there are. */
  @Test
  void seriesStayFewWhateverClientsSend() {
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      String made = "zz" + Long.toString(random.nextLong(1L << 40), 36);
      switch (i % 5) {
        case 0 -> product.call("tools/call", Map.of("name", made, "arguments", Map.of()));
        case 1 -> product.call(made, Map.of());
        case 2 ->
            send(
                HttpMethod.valueOf("Z" + made), product.config().app().listen().port(), "/" + made);
        case 3 ->
            send(
                HttpMethod.GET, product.config().mcp().listen().port(), "/v1/" + made + "/" + made);
        default ->
            send(
                HttpMethod.GET,
                product.config().app().listen().port(),
                "/oauth/authorize/" + made + "?client_id=" + made);
      }
    }

    String text = scrape();

    assertThat(text).doesNotContain("zz");
    long series =
        Arrays.stream(text.split("\n"))
            .filter(line -> line.startsWith("altertable_http_requests_seconds_count"))
            .count();
    assertThat(series).isLessThan(40);
    assertThat(names(text)).hasSizeLessThan(200);
    assertThat(text.lines().filter(line -> line.startsWith("altertable_"))).hasSizeLessThan(500);
  }

  private static String send(HttpMethod method, int port, String path) {
    return Await.get(product.http().request(method, port, "127.0.0.1", path).send()).bodyAsString();
  }
}
