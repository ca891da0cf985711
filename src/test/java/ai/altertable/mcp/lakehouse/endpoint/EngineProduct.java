package ai.altertable.mcp.lakehouse.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.TestDatabase;
import ai.altertable.mcp.testing.WholeProduct;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The whole product with a connection to each kind of engine, added by its own API. Trino takes
 * part where one runs: {@code -Dtrino.url=http://127.0.0.1:…}, started as {@code src/trino} says.
 */
final class EngineProduct implements AutoCloseable {
  private static final Optional<String> TRINO =
      Optional.ofNullable(System.getProperty("trino.url"));

  final WholeProduct product;
  final Path folder;

  private final String login = "crm_" + UUID.randomUUID().toString().replace("-", "");

  EngineProduct() {
    Path root = Path.of("target", "test-files", login).toAbsolutePath();
    folder = root.resolve("acme").resolve("production").resolve("data");
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    product =
        WholeProduct.start(
            Map.of(
                "ALTERTABLE_CONNECTIONS_ALLOWED_HOSTS",
                "localhost,127.0.0.1",
                "ALTERTABLE_CONNECTIONS_FILES_ROOT",
                root.toString()));
  }

  /** Those that can be asked here. */
  static List<EngineUnderTest> engines() {
    return Stream.of(EngineUnderTest.values())
        .filter(engine -> engine != EngineUnderTest.TRINO || TRINO.isPresent())
        .toList();
  }

  /** Connects to a database of somebody else, to the folder of files, and to Trino. */
  EngineProduct connected() {
    connectPostgres(TestDatabase.create().access().admin().getPort());
    connectFiles();
    TRINO.ifPresent(this::connectTrino);
    return this;
  }

  /**
   * Connects to a database of somebody else, of a login that may only read it.
   *
   * @param port that leads to the server of the tests
   */
  void connectPostgres(int port) {
    TestDatabase.execute("CREATE ROLE " + login + " LOGIN PASSWORD 'only reads'");
    TestDatabase.execute("CREATE DATABASE " + login);
    add(
        EngineUnderTest.POSTGRES,
        new JsonObject()
            .put("host", "localhost")
            .put("port", port)
            .put("database", login)
            .put("user", login)
            .put("tls", "disable"),
        "only reads");
  }

  /** The login of that database, which is also its name. */
  String login() {
    return login;
  }

  void connectFiles() {
    add(EngineUnderTest.DUCKDB, new JsonObject().put("folder", "data"), null);
  }

  void connectTrino(String url) {
    add(
        EngineUnderTest.TRINO,
        new JsonObject().put("url", url).put("user", "ada").put("catalog", "memory"),
        null);
  }

  private void add(EngineUnderTest engine, JsonObject settings, String secret) {
    String kind = engine.choose("postgres", "duckdb", "trino");
    JsonObject draft =
        new JsonObject()
            .put("catalog", engine.catalog())
            .put("name", engine.catalog())
            .put("engine", kind)
            .put("settings", settings);
    if (secret != null) {
      draft.put("secret", secret);
    }
    HttpResponse<Buffer> added = product.administer(HttpMethod.POST, "/connections", draft);
    assertThat(added.statusCode()).as(added.bodyAsString()).isEqualTo(201);
  }

  /** Queries an engine's catalog; the result may be an error's. */
  JsonObject query(EngineUnderTest engine, String sql, JsonObject more) {
    JsonObject arguments =
        new JsonObject().put("statement", sql).put("catalog", engine.catalog()).mergeIn(more);
    return product.tool("query_lakehouse", arguments);
  }

  /** The same as it comes over the wire. */
  String wire(EngineUnderTest engine, String sql) {
    return product
        .call(
            "tools/call",
            Map.of(
                "name",
                "query_lakehouse",
                "arguments",
                Map.of("statement", sql, "catalog", engine.catalog())))
        .bodyAsString();
  }

  /** The structured answer of a query that must work. */
  JsonObject answer(EngineUnderTest engine, String sql, JsonObject more) {
    JsonObject result = query(engine, sql, more);
    assertThat(result.getBoolean("isError", false)).as("%s %s", sql, result).isFalse();
    return result.getJsonObject("structuredContent");
  }

  /** What a model reads of a query that must fail. */
  String error(EngineUnderTest engine, String sql, JsonObject more) {
    JsonObject result = query(engine, sql, more);
    assertThat(result.getBoolean("isError", false)).as("%s %s", sql, result).isTrue();
    return text(result);
  }

  /** A number of {@code /metrics}. */
  double metric(String name) {
    int port = product.config().runtime().management().port();
    String text =
        Await.get(product.http().get(port, "localhost", "/metrics").send()).bodyAsString();
    return text.lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .sum();
  }

  /** What a model reads of a result. */
  static String text(JsonObject result) {
    return result.getJsonArray("content").getJsonObject(0).getString("text");
  }

  /** The only row of an answer. */
  static JsonArray row(JsonObject structured) {
    assertThat(structured.getJsonArray("rows")).hasSize(1);
    return structured.getJsonArray("rows").getJsonArray(0);
  }

  /** All rows of a statement as a file, by the link that an answer gives. */
  Buffer export(EngineUnderTest engine, String sql, String format) {
    JsonObject structured =
        answer(engine, sql, new JsonObject().put("export", format).put("limit", 1));
    URI link = URI.create(structured.getString("export_url"));
    HttpResponse<Buffer> file =
        Await.get(
            product
                .http()
                .get(product.config().app().listen().port(), "localhost", link.getPath())
                .send());
    assertThat(file.statusCode()).as(file.bodyAsString()).isEqualTo(200);
    return file.body();
  }

  @Override
  public void close() {
    product.close();
  }
}
