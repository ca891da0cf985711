package ai.altertable.mcp.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.Validator;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class PlainArgumentsPropertyTest {
  private static final JsonObject SCHEMA =
      Schema.object()
          .required("text", Schema.text().length(2, 4).describe("a text"))
          .optional("choice", Schema.choice("a", "b"))
          .optional("limit", Schema.integer().between(1, 10).otherwise(5))
          .optional("flag", Schema.flag())
          .optional("share", Schema.number())
          .optional("slug", Schema.text().pattern("^[a-z]+$"))
          .optional("names", Schema.list(Schema.text()))
          .toJson();

  private static final PlainArguments PLAIN = PlainArguments.of(SCHEMA);
  private static final Validator LIBRARY =
      Validator.create(
          JsonSchema.of(SCHEMA.copy()),
          new JsonSchemaOptions()
              .setBaseUri("urn:test")
              .setDraft(Draft.DRAFT202012)
              .setOutputFormat(OutputFormat.Flag));

  @Provide
  Arbitrary<Map<String, Object>> arguments() {
    Arbitrary<String> names =
        Arbitraries.of(
            "text", "text", "text", "choice", "limit", "flag", "share", "slug", "names", "other");
    Arbitrary<Object> values =
        Arbitraries.of(
            "a",
            "ab",
            "abcd",
            "abcde",
            "\uD83D\uDE00",
            "\uD83D\uDE00\uD83D\uDE00",
            "",
            0,
            1,
            10,
            11,
            5L,
            1.0,
            1.5,
            -0.0,
            true,
            false,
            new JsonArray().add("a"),
            new JsonObject());
    return Arbitraries.maps(names, values).ofMaxSize(4);
  }

  @Property(tries = 2000)
  void whatItRecognizesTheLibraryAccepts(@ForAll("arguments") Map<String, Object> given) {
    JsonObject arguments = new JsonObject(given);
    if (PLAIN.match(arguments)) {
      assertThat(LIBRARY.validate(arguments).getValid()).as("%s", arguments).isTrue();
    }
  }

  @Test
  void recognizesCommonArguments() {
    JsonObject common =
        new JsonObject().put("text", "abcd").put("choice", "b").put("limit", 10).put("flag", false);

    assertThat(PLAIN.match(common)).isTrue();
    assertThat(PLAIN.match(common.copy().put("slug", "abc"))).isFalse();
    assertThat(PLAIN.match(new JsonObject())).isFalse();
  }

  @Test
  void leavesASchemaThatSaysMoreToTheLibrary() {
    JsonObject more = SCHEMA.copy().put("not", new JsonObject().put("required", List.of("flag")));

    assertThat(PlainArguments.of(more).match(new JsonObject().put("text", "abcd"))).isFalse();
    assertThat(PlainArguments.of(more).match(new JsonObject())).isFalse();
  }
}
