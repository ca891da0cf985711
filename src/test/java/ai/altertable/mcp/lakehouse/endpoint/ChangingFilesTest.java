package ai.altertable.mcp.lakehouse.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.Await;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Folders whose files change between two statements, or have names that mean something else. */
class ChangingFilesTest {
  /** More statements than this node runs and lets wait at a time. */
  private static final int MANY = 40;

  private static EngineProduct product;

  @BeforeAll
  static void start() {
    product = new EngineProduct();
    product.connectFiles();
  }

  @AfterAll
  static void stop() {
    product.close();
  }

  private static void parquet(String name) throws Exception {
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:")) {
      duckDb
          .createStatement()
          .execute(
              "COPY (SELECT i AS n, md5(i::varchar) AS t FROM range(100000) r(i)) TO '"
                  + product.folder.resolve(name)
                  + "'");
    }
  }

  private static JsonArray rows(String sql) {
    return product.answer(EngineUnderTest.DUCKDB, sql, new JsonObject()).getJsonArray("rows");
  }

  private static String error(String sql) {
    String text = product.error(EngineUnderTest.DUCKDB, sql, new JsonObject());
    assertThat(text).doesNotContain(product.folder.toString()).hasLineCount(1);
    return text;
  }

  /** The tables of the folder, when it has been looked at again. */
  private static List<String> tables() {
    return product
        .product
        .tool(
            "get_connection",
            new JsonObject()
                .put("catalog", EngineUnderTest.DUCKDB.catalog())
                .put("level", "overview"))
        .getJsonObject("structuredContent")
        .getJsonArray("tables")
        .stream()
        .map(table -> ((JsonObject) table).getString("name"))
        .toList();
  }

  private static long openFiles() {
    try (Stream<Path> handles = Files.list(Path.of("/proc/self/fd"))) {
      return handles.filter(ChangingFilesTest::leadsToTheFolder).count();
    } catch (IOException e) {
      return 0;
    }
  }

  private static boolean leadsToTheFolder(Path handle) {
    try {
      return Files.readSymbolicLink(handle).startsWith(product.folder);
    } catch (IOException closed) {
      return false;
    }
  }

  @Test
  void aFileThatIsGoneIsToldAndForgotten() throws Exception {
    parquet("gone.parquet");
    Await.until(() -> tables().contains("gone"));
    assertThat(rows("SELECT count(*) FROM gone").encode()).isEqualTo("[[100000]]");
    Files.delete(product.folder.resolve("gone.parquet"));

    assertThat(error("SELECT sum(n) FROM gone"))
        .contains("The files of connection files cannot be read", "Hint: They have changed");

    assertThat(tables()).doesNotContain("gone");
    assertThat(error("SELECT sum(n) FROM gone")).contains("gone", "does not exist");
  }

  @Test
  void aFileThatBreaksTakesNothingElseWithIt() throws Exception {
    parquet("broken.parquet");
    parquet("whole.parquet");
    Await.until(() -> tables().contains("broken") && tables().contains("whole"));
    Path broken = product.folder.resolve("broken.parquet");
    byte[] bytes = Files.readAllBytes(broken);
    Files.write(broken, java.util.Arrays.copyOf(bytes, bytes.length / 2));

    for (int i = 0; i < MANY; i++) {
      assertThat(error("SELECT max(t) FROM broken")).contains("broken");
    }

    assertThat(rows("SELECT count(*) FROM whole").encode()).isEqualTo("[[100000]]");
    assertThat(
            product
                .answer(EngineUnderTest.MANAGED, "SELECT 1", new JsonObject())
                .getJsonArray("rows"))
        .hasSize(1);
    Await.until(() -> openFiles() == 0);
  }

  @Test
  void oddNamesAreNamesAndHiddenOnesAreNone() throws Exception {
    List<String> odd =
        List.of(
            "-rf",
            "it's",
            "say \"hi\"",
            "; DROP VIEW x; --",
            "naïve 漢字 😀",
            "x..y",
            "select",
            "%20",
            "$HOME",
            "n".repeat(200));
    for (String name : odd) {
      Files.writeString(product.folder.resolve(name + ".csv"), "a\n7\n");
    }
    for (String name : List.of("line\nbreak", "tab\t", ".hidden", "..", "glob*", "bell\u0007")) {
      Files.writeString(product.folder.resolve(name + ".csv"), "a\n8\n");
    }

    Await.until(() -> tables().containsAll(odd));

    assertThat(tables()).noneMatch(name -> name.matches("(?s).*(line|tab|hidden|glob|bell).*"));
    for (String name : odd) {
      String table = '"' + name.replace("\"", "\"\"") + '"';
      assertThat(rows("SELECT a FROM " + table).encode()).as(name).isEqualTo("[[7]]");
    }
  }
}
