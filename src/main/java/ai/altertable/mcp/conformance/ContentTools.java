package ai.altertable.mcp.conformance;

import ai.altertable.mcp.bus.ToolCall;
import ai.altertable.mcp.bus.ToolOutcome;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Tools that return each kind of content, or have a special schema. */
final class ContentTools {
  private ContentTools() {}

  static List<Fixture> all() {
    return List.of(
        Fixture.of(
            "test_simple_text",
            "Returns simple text.",
            call -> Fixture.text("This is a simple text response for testing.")),
        Fixture.of(
            "test_image_content", "Returns an image.", call -> Fixture.content(Media.image())),
        Fixture.of("test_audio_content", "Returns audio.", call -> Fixture.content(Media.audio())),
        Fixture.of(
            "test_embedded_resource",
            "Returns an embedded resource.",
            call ->
                Fixture.content(
                    Media.resource(
                        "test://embedded-resource",
                        "text/plain",
                        "This is an embedded resource content."))),
        Fixture.of(
            "test_multiple_content_types",
            "Returns text, an image and a resource.",
            call ->
                Fixture.content(
                    Media.text("Multiple content types test:"),
                    Media.image(),
                    Media.resource(
                        "test://mixed-content-resource",
                        "application/json",
                        "{\"test\":\"data\",\"value\":123}"))),
        Fixture.of(
            "test_error_handling",
            "Always fails.",
            call ->
                ToolOutcome.Completed.error(
                    "This tool intentionally returns an error for testing")),
        Fixture.later(
            "test_x_mcp_header",
            "Mirrors its region in a header.",
            new JsonObject()
                .put("type", "object")
                .put(
                    "properties",
                    new JsonObject()
                        .put(
                            "region",
                            new JsonObject().put("type", "string").put("x-mcp-header", "Region")))
                .put("additionalProperties", false),
            ContentTools::echo),
        Fixture.later(
            "json_schema_2020_12_tool",
            "Tool with JSON Schema 2020-12 features",
            schema202012(),
            ContentTools::echo));
  }

  private static Future<ToolOutcome> echo(ToolCall call) {
    return Future.succeededFuture(Fixture.text("arguments: " + call.arguments().encode()));
  }

  /** The schema that the suite looks for, keyword by keyword. */
  private static JsonObject schema202012() {
    JsonObject string = new JsonObject().put("type", "string");
    return new JsonObject()
        .put("$schema", "https://json-schema.org/draft/2020-12/schema")
        .put("type", "object")
        .put(
            "$defs",
            new JsonObject()
                .put(
                    "address",
                    new JsonObject()
                        .put("$anchor", "addressDef")
                        .put("type", "object")
                        .put(
                            "properties",
                            new JsonObject().put("street", string).put("city", string))))
        .put(
            "properties",
            new JsonObject()
                .put("name", string)
                .put("address", new JsonObject().put("$ref", "#/$defs/address"))
                .put(
                    "contactMethod",
                    new JsonObject()
                        .put("type", "string")
                        .put("enum", new JsonArray().add("phone").add("email")))
                .put("phone", string)
                .put("email", string))
        .put(
            "allOf",
            new JsonArray()
                .add(
                    new JsonObject()
                        .put("anyOf", new JsonArray().add(needs("phone")).add(needs("email")))))
        .put(
            "if",
            needs("contactMethod")
                .put(
                    "properties",
                    new JsonObject().put("contactMethod", new JsonObject().put("const", "phone"))))
        .put("then", needs("phone"))
        .put("else", needs("email"))
        .put("additionalProperties", false);
  }

  private static JsonObject needs(String property) {
    return new JsonObject().put("required", new JsonArray().add(property));
  }
}
