package ai.altertable.mcp.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.analytics.semantic.ModelText;
import ai.altertable.mcp.analytics.semantic.SemanticModelParser;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SemanticModelParserTest {
  @ParameterizedTest
  @ValueSource(strings = {"production", "staging"})
  void theModelsOfTheDemoAreValid(String environment) throws IOException {
    Path file = Path.of("conf", "demo", "assets-" + environment + ".yaml");
    List<JsonObject> models =
        ModelText.read(Files.readString(file)).getJsonArray("semantic_models").stream()
            .map(JsonObject.class::cast)
            .toList();
    assertThat(models).isNotEmpty();
    for (JsonObject model : models) {
      assertThat(SemanticModelParser.parse(model).table().table())
          .isEqualTo(model.getString("table"));
    }
  }
}
