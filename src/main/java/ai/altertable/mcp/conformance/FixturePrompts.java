package ai.altertable.mcp.conformance;

import ai.altertable.mcp.bus.ContentOutcome;
import ai.altertable.mcp.bus.ContentRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Prompts of the suite. */
final class FixturePrompts {
  private static final String ROUNDS = "test_input_required_result_prompt";

  private FixturePrompts() {}

  static JsonArray list() {
    return new JsonArray()
        .add(prompt("test_simple_prompt"))
        .add(prompt("test_prompt_with_arguments", "arg1", "arg2"))
        .add(prompt("test_prompt_with_embedded_resource", "resourceUri"))
        .add(prompt("test_prompt_with_image"))
        .add(prompt(ROUNDS));
  }

  static ContentOutcome get(ContentRequest request) {
    String name = request.params().getString("name", "");
    JsonObject arguments = request.params().getJsonObject("arguments", new JsonObject());
    return switch (name) {
      case "test_simple_prompt" -> messages(Media.text("This is a simple prompt for testing."));
      case "test_prompt_with_arguments" ->
          arguments.containsKey("arg1") && arguments.containsKey("arg2")
              ? messages(
                  Media.text(
                      "Prompt with arguments: arg1='"
                          + arguments.getString("arg1")
                          + "', arg2='"
                          + arguments.getString("arg2")
                          + "'"))
              : new ContentOutcome.Invalid("arg1 and arg2 are required");
      case "test_prompt_with_embedded_resource" ->
          arguments.containsKey("resourceUri")
              ? messages(
                  Media.resource(
                      arguments.getString("resourceUri"),
                      "text/plain",
                      "Embedded resource content for testing."),
                  Media.text("Please process the embedded resource above."))
              : new ContentOutcome.Invalid("resourceUri is required");
      case "test_prompt_with_image" ->
          messages(Media.image(), Media.text("Please analyze the image above."));
      case ROUNDS -> rounds(request);
      default -> new ContentOutcome.Missing(name);
    };
  }

  private static ContentOutcome rounds(ContentRequest request) {
    JsonObject answers = request.interaction().answers();
    return answers.containsKey("user_context")
        ? messages(Media.text("Context: " + answers.getJsonObject("user_context").encode()))
        : new ContentOutcome.InputRequired(
            new JsonObject()
                .put(
                    "user_context",
                    RoundTools.ask("What context should the prompt use?", "context", "string")),
            null);
  }

  private static JsonObject prompt(String name, String... arguments) {
    JsonArray declared = new JsonArray();
    for (String argument : arguments) {
      declared.add(
          new JsonObject()
              .put("name", argument)
              .put("description", "A test argument.")
              .put("required", true));
    }
    return new JsonObject()
        .put("name", name)
        .put("description", "A prompt of the conformance suite.")
        .put("arguments", declared);
  }

  private static ContentOutcome messages(JsonObject... contents) {
    JsonArray messages = new JsonArray();
    for (JsonObject content : contents) {
      messages.add(new JsonObject().put("role", "user").put("content", content));
    }
    return new ContentOutcome.Found(new JsonObject().put("messages", messages));
  }
}
