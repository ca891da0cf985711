package ai.altertable.mcp.conformance;

import ai.altertable.mcp.bus.ContentOutcome;
import ai.altertable.mcp.bus.ContentRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Resources, prompts and completions of the suite. */
final class FixtureContent {
  private static final Pattern TEMPLATE = Pattern.compile("test://template/([^/]{1,64})/data");

  private FixtureContent() {}

  static ContentOutcome answer(ContentRequest request) {
    try {
      return found(request);
    } catch (ClassCastException | NullPointerException malformed) {
      // The fixtures take for granted what the suite sends.
      return new ContentOutcome.Invalid("params hold something of another type than they must");
    }
  }

  private static ContentOutcome found(ContentRequest request) {
    return switch (request.method()) {
      case "resources/list" -> found("resources", resources());
      case "resources/templates/list" -> found("resourceTemplates", templates());
      case "resources/read" -> read(request.params().getString("uri", ""));
      case "prompts/list" -> found("prompts", FixturePrompts.list());
      case "prompts/get" -> FixturePrompts.get(request);
      case "completion/complete" -> complete(request.params());
      default -> new ContentOutcome.Invalid("unknown method " + request.method());
    };
  }

  private static ContentOutcome found(String key, JsonArray items) {
    return new ContentOutcome.Found(new JsonObject().put(key, items));
  }

  private static JsonArray resources() {
    return new JsonArray()
        .add(resource("test://static-text", "static-text", "text/plain"))
        .add(resource("test://static-binary", "static-binary", "image/png"))
        .add(resource("test://watched-resource", "watched-resource", "text/plain"));
  }

  private static JsonArray templates() {
    return new JsonArray()
        .add(
            new JsonObject()
                .put("uriTemplate", "test://template/{id}/data")
                .put("name", "template")
                .put("description", "A resource for each id.")
                .put("mimeType", "application/json"));
  }

  private static JsonObject resource(String uri, String name, String mimeType) {
    return new JsonObject()
        .put("uri", uri)
        .put("name", name)
        .put("description", "A resource of the conformance suite.")
        .put("mimeType", mimeType);
  }

  private static ContentOutcome read(String uri) {
    Matcher template = TEMPLATE.matcher(uri);
    if (template.matches()) {
      JsonObject data =
          new JsonObject()
              .put("id", template.group(1))
              .put("templateTest", true)
              .put("data", "Data for ID: " + template.group(1));
      return contents(uri, "application/json", "text", data.encode());
    }
    return switch (uri) {
      case "test://static-text" ->
          contents(uri, "text/plain", "text", "This is the content of the static text resource.");
      case "test://static-binary" -> contents(uri, "image/png", "blob", Media.PNG);
      case "test://watched-resource" ->
          contents(uri, "text/plain", "text", "Watched resource content.");
      default -> new ContentOutcome.Missing(uri);
    };
  }

  private static ContentOutcome contents(String uri, String mimeType, String kind, String value) {
    return found(
        "contents",
        new JsonArray()
            .add(new JsonObject().put("uri", uri).put("mimeType", mimeType).put(kind, value)));
  }

  private static ContentOutcome complete(JsonObject params) {
    JsonObject ref = params.getJsonObject("ref", new JsonObject());
    if (!"test_prompt_with_arguments".equals(ref.getString("name"))) {
      return new ContentOutcome.Missing(ref.getString("name", ref.getString("uri", "reference")));
    }
    String typed = params.getJsonObject("argument", new JsonObject()).getString("value", "");
    List<String> values =
        List.of("paris", "park", "party").stream().filter(v -> v.startsWith(typed)).toList();
    return new ContentOutcome.Found(
        new JsonObject()
            .put(
                "completion",
                new JsonObject()
                    .put("values", new JsonArray(values))
                    .put("total", values.size())
                    .put("hasMore", false)));
  }
}
