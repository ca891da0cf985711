package ai.altertable.mcp.docs;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.tools.ToolHarness;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The documentation is reachable, names what there is, and its examples run on the demo's tables.
 */
class DocumentationTest {
  private static final Path CONF = Path.of("conf", "demo");
  private static final Pattern BLOCK = Pattern.compile("(?s)```(\\w+)\\n(.*?)```");
  private static final Pattern SPAN = Pattern.compile("`([^`\\n]+)`");
  private static final Pattern TOOL =
      Pattern.compile(
          "(?:create|update|list|view|get|search|execute|render|query|read|validate|explain)_[a-z_]+");

  /** Names of fields and the like that only look as tools do. */
  private static final Set<String> NO_TOOLS = Set.of("read_csv", "query_id", "query_max_run_time");

  private static final List<DocPage> PAGES = DocIndex.load().pages();
  private static ToolHarness harness;

  @BeforeAll
  static void load() throws IOException {
    harness = new ToolHarness();
    harness.fixture.asOwner(harness.production, Files.readString(CONF.resolve("schema.sql")));
    harness.fixture.asOwner(harness.production, Files.readString(CONF.resolve("indexes.sql")));
    JsonNode assets = new YAMLMapper().readTree(CONF.resolve("assets-production.yaml").toFile());
    for (JsonNode model : assets.get("semantic_models")) {
      run("create_semantic_model", new JsonObject().put("definition", model.toString()));
    }
  }

  @AfterAll
  static void stop() {
    harness.close();
  }

  private static JsonObject run(String tool, JsonObject arguments) {
    return harness.ok(harness.production, tool, arguments);
  }

  private static JsonObject select(String sql) {
    return run("query_lakehouse", new JsonObject().put("statement", sql));
  }

  static List<DocPage> pages() {
    return PAGES;
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyPageIsReadAndFound(DocPage page) {
    String read =
        harness.text(harness.production, "read_resource", new JsonObject().put("uri", page.uri()));
    JsonArray found =
        run("search_docs", new JsonObject().put("query", page.title())).getJsonArray("sections");

    assertThat(read).contains("# " + page.title());
    assertThat(found.stream().map(hit -> ((JsonObject) hit).getString("uri"))).contains(page.uri());
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyToolThatIsNamedExists(DocPage page) {
    Set<String> unknown = new TreeSet<>();
    for (DocPage.Section section : page.sections()) {
      if (!section.heading().equals("Older names")) {
        unknown.addAll(tools(section.text()));
      }
    }
    unknown.removeAll(harness.definitions.keySet());

    assertThat(unknown).isEmpty();
  }

  @Test
  void everyFileIsAPage() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("webroot", "docs"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              DocPage.NAMES.stream().map(name -> name + ".md").toList());
    }
  }

  @Test
  void everyToolIsNamedByAPage() {
    Set<String> named = new TreeSet<>();
    PAGES.forEach(page -> named.addAll(spans(page.markdown())));

    assertThat(named).containsAll(harness.definitions.keySet());
  }

  @Test
  void everyKindOfInsightIsExplained() {
    List<String> headings =
        page("insights").sections().stream().map(DocPage.Section::heading).toList();
    JsonArray kinds =
        harness
            .definitions
            .get("create_insight")
            .getJsonObject("inputSchema")
            .getJsonObject("properties")
            .getJsonObject("kind")
            .getJsonArray("enum");

    assertThat(kinds)
        .hasSizeGreaterThan(4)
        .allSatisfy(kind -> assertThat(headings).contains("Kind " + kind));
  }

  @Test
  void everyKeyOfTheConfigurationIsExplained() throws IOException {
    List<String> named = spans(page("configuration").markdown());
    JsonNode root = new YAMLMapper().readTree(Path.of("conf", "config.yaml").toFile());

    assertThat(keys("", root)).hasSizeGreaterThan(100);
    assertThat(named).containsAll(keys("", root));
    assertThat(run("search_docs", new JsonObject().put("query", "ingest key_rate")).encode())
        .contains("altertable://docs/configuration");
  }

  private static List<String> keys(String prefix, JsonNode node) {
    List<String> keys = new ArrayList<>();
    node.properties()
        .forEach(
            entry -> {
              String key = prefix + entry.getKey();
              if (entry.getValue().isObject()) {
                keys.addAll(keys(key + ".", entry.getValue()));
              } else {
                keys.add(key);
              }
            });
    return keys;
  }

  @Test
  void theReadmeNamesEveryTool() throws IOException {
    String readme = Files.readString(Path.of("README.md"));

    assertThat(harness.definitions.keySet())
        .allSatisfy(tool -> assertThat(readme).contains("`" + tool + "`"));
    Set<String> named = tools(readme);
    named.removeAll(harness.definitions.keySet());
    assertThat(named).isEmpty();
  }

  private static Set<String> tools(String markdown) {
    Set<String> tools = new TreeSet<>();
    for (String span : spans(markdown)) {
      if (TOOL.matcher(span).matches() && !NO_TOOLS.contains(span)) {
        tools.add(span);
      }
    }
    return tools;
  }

  private static List<String> spans(String markdown) {
    return SPAN.matcher(BLOCK.matcher(markdown).replaceAll(""))
        .results()
        .map(span -> span.group(1))
        .toList();
  }

  private static List<String> blocks(String language) {
    List<String> blocks = new ArrayList<>();
    for (DocPage page : PAGES) {
      BLOCK
          .matcher(page.markdown())
          .results()
          .filter(block -> block.group(1).equals(language))
          .map(block -> block.group(2))
          .forEach(blocks::add);
    }
    return blocks;
  }

  @Test
  void everyStatementRuns() {
    assertThat(blocks("sql")).isNotEmpty().allSatisfy(DocumentationTest::select);
  }

  @Test
  void everyExpressionOfTheSqlReferenceRuns() {
    String from =
        " FROM (SELECT now() AS ts, now() AS a, now() AS b, now() AS created_at, 1 AS day,"
            + " 2 AS x, 3.5 AS amount, 7 AS customer_id, 'paid' AS status,"
            + " '{\"plan\": \"pro\", \"amount\": 4}'::jsonb AS properties) AS example";
    List<String> expressions = new ArrayList<>();
    for (DocPage.Section section : page("sql").sections()) {
      if (Set.of("Dates and times", "JSON", "Aggregates", "Window functions")
          .contains(section.heading())) {
        expressions.addAll(spans(section.text()));
      }
    }
    expressions.removeIf(each -> !each.matches(".*(\\(|->>|::|@>| \\? |>=).*"));

    assertThat(expressions)
        .hasSizeGreaterThan(12)
        .allSatisfy(each -> select("SELECT " + each + from));
  }

  private static DocPage page(String name) {
    return PAGES.stream().filter(page -> page.name().equals(name)).findAny().orElseThrow();
  }

  /** The table of dialects, on the two engines that are here. */
  @Test
  void everyLineOfTheTableOfDialectsRuns() throws SQLException {
    String postgres =
        " FROM (SELECT now() AS ts, now() AS a, now() AS b, 2 AS x, ARRAY[1, 2] AS list,"
            + " '{\"plan\": \"pro\"}'::jsonb AS j) AS example";
    String duckDb =
        " FROM (SELECT now() AS ts, TIMESTAMP '2026-01-01' AS a, TIMESTAMP '2026-01-03' AS b, 2 AS x,"
            + " [1, 2] AS list, '{\"plan\": \"pro\"}'::JSON AS j) AS example";
    List<String[]> lines =
        page("engines")
            .markdown()
            .lines()
            .filter(line -> line.startsWith("| ") && line.contains("`"))
            .map(line -> line.split("\\s*\\|\\s*"))
            .toList();

    assertThat(lines).hasSizeGreaterThan(8);
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      for (String[] line : lines) {
        String ours = example(line[2]);
        String theirs = line[3].contains("the same") ? ours : example(line[3]);
        if (!ours.isEmpty()) {
          select(statement(ours, postgres));
        }
        statement.execute(statement(theirs, duckDb));
      }
    }
  }

  private static String example(String cell) {
    return SPAN.matcher(cell).results().map(span -> span.group(1)).findFirst().orElse("");
  }

  private static String statement(String example, String from) {
    return example.startsWith("LIMIT")
        ? "SELECT 1" + from + " " + example
        : "SELECT " + example.replace("…", "true") + from;
  }

  @Test
  void everyDefinitionIsGood() {
    List<JsonObject> insights = new ArrayList<>();
    int others = 0;
    for (String block : blocks("json")) {
      JsonObject example = new JsonObject(block);
      if (example.containsKey("kind")) {
        insights.add(example);
      } else if (example.containsKey("sql_definition")) {
        insights.add(example.put("kind", "sql").put("title", "Example"));
      } else if (example.containsKey("segmented_by")) {
        insights.add(segmented(example));
      } else if (example.containsKey("widgets")) {
        others++;
        dashboard(example);
      } else {
        others++;
        run("create_segment", example.put("dry_run", true));
      }
    }

    assertThat(insights).hasSizeGreaterThan(5);
    assertThat(others).isEqualTo(2);
    insights.forEach(each -> run("create_insight", each.put("dry_run", true)));
  }

  private static JsonObject segmented(JsonObject example) {
    return new JsonObject()
        .put("kind", "segmentation")
        .put("title", "Example")
        .put(
            "segmentation_definition",
            example.put("events", new JsonArray().add(new JsonObject().put("name", "any"))));
  }

  /** It shows two insights, the second of which takes a country. */
  private static void dashboard(JsonObject example) {
    for (String statement : List.of("SELECT 1 AS one", "SELECT {{land}} AS land")) {
      JsonObject definition = new JsonObject().put("statement", statement);
      if (statement.contains("{{")) {
        definition.put(
            "variables",
            new JsonArray()
                .add(
                    new JsonObject()
                        .put("name", "land")
                        .put("type", "string")
                        .put("default", "DE")));
      }
      run(
          "create_insight",
          new JsonObject()
              .put("kind", "sql")
              .put("title", statement)
              .put("sql_definition", definition));
    }
    run("create_dashboard", example.put("dry_run", true));
  }

  @Test
  void everyModelIsGood() {
    List<String> models = blocks("yaml");

    assertThat(models).hasSize(1);
    harness.fixture.asOwner(
        harness.production, "CREATE SCHEMA other; CREATE TABLE other.orders AS TABLE shop.orders;");
    for (String model : models) {
      // the demo has a model of that table
      run(
          "create_semantic_model",
          new JsonObject()
              .put("definition", model.replace("schema: shop\ntable", "schema: other\ntable"))
              .put("dry_run", true));
    }
  }

  @Test
  void everyAddressOfAPageLeadsToOne() {
    Pattern address = Pattern.compile("altertable://docs/([a-z-]+)");
    for (DocPage page : PAGES) {
      List<String> named =
          address.matcher(page.markdown()).results().map(MatchResult::group).toList();
      assertThat(PAGES.stream().map(DocPage::uri).toList()).containsAll(named);
    }
  }
}
