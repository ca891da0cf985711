package ai.altertable.mcp.tools;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.lakehouse.LakehouseFixture;
import ai.altertable.mcp.lakehouse.connection.ConnectionDraft;
import ai.altertable.mcp.lakehouse.connection.Connections;
import ai.altertable.mcp.platform.AuditEvent.Actor;
import ai.altertable.mcp.testing.RecordedAudit;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code get_connection} at level profile, on files, on many rows, and on very wide tables. */
class ProfileTest {
  private static final int WIDE = 1000;
  private static ToolHarness harness;

  @BeforeAll
  static void start() throws IOException {
    harness = new ToolHarness();
    Path folder = LakehouseFixture.FILES.resolve("demo").resolve("production").resolve("profiled");
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("people.csv"),
        IntStream.rangeClosed(1, 100)
            .mapToObj(n -> n + "," + (n % 4 == 0 ? "" : n % 4 == 1 ? "FR" : "DE") + "," + n * 1.5)
            .collect(Collectors.joining("\n", "id,country,score\n", "\n")));
    Files.writeString(
        folder.resolve("many.csv"),
        IntStream.rangeClosed(1, 30_000)
            .mapToObj(Integer::toString)
            .collect(Collectors.joining("\n", "n\n", "\n")));
    add("files", "duckdb", new JsonObject().put("folder", "profiled"));
    harness.fixture.asOwner(
        harness.production,
        IntStream.range(0, WIDE)
            .mapToObj(n -> "c" + n + " integer")
            .collect(Collectors.joining(", ", "CREATE TABLE public.wide (", ")")));
  }

  private static void add(String catalog, String engine, JsonObject settings) {
    LakehouseFixture.await(
        harness
            .fixture
            .connections(new RecordedAudit())
            .add(
                new Connections.Asker(new Actor(null, null, null, null, null, null), null),
                harness.production,
                new ConnectionDraft(catalog, catalog, "", engine, settings, Optional.empty()),
                true));
  }

  @AfterAll
  static void stop() {
    harness.close();
  }

  private static JsonObject arguments(String catalog, String table) {
    return new JsonObject()
        .put("catalog", catalog)
        .put("level", "profile")
        .put("tables", new JsonArray().add(table));
  }

  private static JsonObject profiled(String catalog, String table) {
    return harness
        .ok(harness.production, "get_connection", arguments(catalog, table))
        .getJsonArray("tables")
        .getJsonObject(0);
  }

  private static JsonObject column(JsonObject table, int place) {
    return table.getJsonArray("columns").getJsonObject(place).getJsonObject("profile");
  }

  @Test
  void filesHaveNullsExtremesAndFrequentValues() {
    JsonObject people = profiled("files", "people");

    assertThat(people.getBoolean("sampled")).isFalse();
    assertThat(column(people, 0).getString("min")).isEqualTo("1");
    assertThat(column(people, 0).getString("max")).isEqualTo("100");
    assertThat(column(people, 0).getLong("distinct")).isEqualTo(100);
    JsonObject country = column(people, 1);
    assertThat(country.getDouble("null_rate")).isEqualTo(0.25);
    assertThat(country.getJsonArray("frequent"))
        .isEqualTo(
            new JsonArray("[{\"value\":\"DE\",\"count\":50},{\"value\":\"FR\",\"count\":25}]"));
  }

  @Test
  void aSampleSaysThatItIsOne() {
    JsonObject many = profiled("files", "many");

    assertThat(many.getBoolean("sampled")).isTrue();
    assertThat(column(many, 0).getLong("sampled_rows")).isEqualTo(10_000);
    assertThat(harness.text(harness.production, "get_connection", arguments("files", "many")))
        .contains("SAMPLED");
  }

  @Test
  void aThousandColumnsAreTooManyAndThatIsSaid() {
    JsonObject wide = profiled("lakehouse", "wide");

    assertThat(wide.getInteger("not_profiled")).isEqualTo(WIDE - 60);
    assertThat(column(wide, 0).getLong("distinct")).isZero();
    assertThat(harness.text(harness.production, "get_connection", arguments("lakehouse", "wide")))
        .contains("940 columns NOT profiled");
  }
}
