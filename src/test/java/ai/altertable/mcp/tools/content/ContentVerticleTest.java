package ai.altertable.mcp.tools.content;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.bus.Addresses;
import ai.altertable.mcp.bus.ContentOutcome;
import ai.altertable.mcp.bus.ContentRequest;
import ai.altertable.mcp.bus.Interaction;
import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.tools.ToolHarness;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Content behind the event bus, within the bounds of tool calls. */
class ContentVerticleTest {
  private static ToolHarness harness;

  @BeforeAll
  static void start() {
    harness = new ToolHarness();
  }

  @AfterAll
  static void stop() {
    harness.close();
  }

  private static Future<ContentOutcome> ask(String method, JsonObject params) {
    return harness
        .vertx
        .eventBus()
        .<ContentOutcome>request(
            Addresses.CONTENT,
            new ContentRequest(
                method,
                params,
                harness.caller(harness.production, ToolHarness.READ),
                Interaction.NONE))
        .map(reply -> reply.body());
  }

  @Test
  void tooManyAtATimeAreRefusedAndTheOthersAnswered() {
    List<Future<ContentOutcome>> asked = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      asked.add(ask("resources/list", new JsonObject()));
    }
    List<ContentOutcome> outcomes = asked.stream().map(Await::get).toList();

    assertThat(outcomes).hasAtLeastOneElementOfType(ContentOutcome.Unavailable.class);
    assertThat(outcomes).hasAtLeastOneElementOfType(ContentOutcome.Found.class);
    assertThat(Await.get(ask("prompts/list", new JsonObject())))
        .isInstanceOf(ContentOutcome.Found.class);
  }
}
