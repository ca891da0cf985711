package ai.altertable.mcp.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.altertable.mcp.assets.FadedMemories;
import ai.altertable.mcp.testing.Await;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a memory weighs as time goes by, and when it goes. */
class FadedMemoriesTest {
  private static ToolHarness harness;

  @BeforeAll
  static void start() {
    harness = new ToolHarness();
  }

  @AfterAll
  static void stop() {
    harness.close();
  }

  private static void remember(String content, int importance) {
    harness.ok(
        harness.production,
        "create_memory",
        new JsonObject()
            .put("type", "semantic")
            .put("content", content)
            .put("importance", importance));
  }

  private static void change(String set) {
    Await.get(
        harness.fixture.platform.inEnvironment(
            harness.production.environmentId(),
            connection -> connection.query("UPDATE memory SET " + set).execute()));
  }

  private static JsonArray recall(String question) {
    return harness
        .ok(harness.production, "search_memory", new JsonObject().put("query", question))
        .getJsonArray("memories");
  }

  private static List<String> contents(JsonArray memories) {
    return memories.stream().map(each -> ((JsonObject) each).getString("content")).toList();
  }

  @Test
  void relevanceDecaysAndUseRenewsItAndWhatHasFadedGoes() {
    remember("Zebra crossings matter", 8);
    remember("Zebra stripes are a detail", 3);
    // two weeks: for 8, e^(-336/302.4) × 0.8; for 3, e^(-336/218.4) × 0.3
    change("accessed_at = now() - interval '336 hours'");

    JsonObject first = recall("zebra").getJsonObject(0);
    assertThat(first.getString("content")).isEqualTo("Zebra crossings matter");
    assertThat(first.getDouble("relevance")).isCloseTo(0.8 * Math.exp(-336 / 302.4), within(0.002));
    assertThat(recall("zebra").getJsonObject(0).getDouble("relevance"))
        .isCloseTo(0.8, within(0.002));

    change("accessed_at = now() - interval '336 hours', access_count = 0");
    Await.get(new FadedMemories(harness.vertx, harness.fixture.platform).sweep());
    assertThat(contents(recall("zebra"))).containsExactly("Zebra crossings matter");

    // what was recalled often stays longer: S is 168 × 1.8 × (1 + ln 11)
    change("accessed_at = now() - interval '1500 hours', access_count = 10");
    Await.get(new FadedMemories(harness.vertx, harness.fixture.platform).sweep());
    assertThat(contents(recall("zebra"))).hasSize(1);

    change("accessed_at = now() - interval '1500 hours', access_count = 0");
    Await.get(new FadedMemories(harness.vertx, harness.fixture.platform).sweep());
    assertThat(recall("zebra")).isEmpty();
  }

  @Test
  void whatAPersonWroteIsNeverDeleted() {
    remember("Llamas were here first", 1);
    change(
        "created_via = '', accessed_at = now() - interval '10 years' WHERE content LIKE 'Llama%'");

    Await.get(new FadedMemories(harness.vertx, harness.fixture.platform).sweep());

    assertThat(contents(recall("llamas"))).containsExactly("Llamas were here first");
  }
}
