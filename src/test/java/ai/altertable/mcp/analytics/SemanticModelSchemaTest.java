package ai.altertable.mcp.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.mcp.analytics.semantic.ModelText;
import ai.altertable.mcp.analytics.semantic.SemanticModelParser;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The published schema and the parser accept the same models. */
class SemanticModelSchemaTest {
  private static final Validator SCHEMA = schema();

  private static Validator schema() {
    try {
      return Validator.create(
          JsonSchema.of(
              new JsonObject(Files.readString(Path.of("webroot/schemas/semantic-model.json")))),
          new JsonSchemaOptions()
              .setBaseUri("altertable://test/")
              .setDraft(Draft.DRAFT202012)
              .setOutputFormat(OutputFormat.Flag));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static Stream<JsonObject> demo() throws IOException {
    JsonObject file = ModelText.read(Files.readString(Path.of("conf/demo/assets-production.yaml")));
    return file.getJsonArray("semantic_models").stream().map(JsonObject.class::cast);
  }

  @ParameterizedTest
  @MethodSource("demo")
  void acceptsTheDemo(JsonObject model) {
    assertThat(valid(model)).isTrue();
  }

  @Test
  void acceptsWhatHasNothingButATable() {
    JsonObject model = ModelText.read("{schema: a, table: b}");
    assertThat(valid(model)).isTrue();
    assertThat(SemanticModelParser.parse(model).dimensions()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{table: b}",
        "{schema: a, table: b, tabel: c}",
        "{schema: a, table: b, endorsement: yes}",
        "{schema: a, table: b, dimensions: [{as: c, type: text}]}",
        "{schema: a, table: b, dimensions: [{as: c, column: d, sql: e}]}",
        "{schema: a, table: b, dimensions: [{column: d}]}",
        "{schema: a, table: b, measures: [{as: c, type: sum}]}",
        "{schema: a, table: b, measures: [{as: c, format: EUR}]}",
        "{schema: a, table: b, timestamps: [{as: c, default: 1}]}",
        "{schema: a, table: b, filters: [{as: c}]}",
        "{schema: a, table: b, relations: [{foreign_key: c}]}",
        "{schema: a, table: b, relations: [{to: {schema: a}, foreign_key: c}]}",
        "{schema: a, table: b, relations: {}}"
      })
  void refusesWhatTheParserRefuses(String text) {
    JsonObject model = ModelText.read(text);
    assertThat(valid(model)).isFalse();
    assertThatThrownBy(() -> SemanticModelParser.parse(model))
        .isInstanceOf(DefinitionException.class);
  }

  private static boolean valid(JsonObject model) {
    return Boolean.TRUE.equals(SCHEMA.validate(model).getValid());
  }
}
