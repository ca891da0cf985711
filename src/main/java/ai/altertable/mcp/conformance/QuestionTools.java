package ai.altertable.mcp.conformance;

import ai.altertable.mcp.bus.Interaction;
import ai.altertable.mcp.bus.ToolCall;
import ai.altertable.mcp.bus.ToolOutcome;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Tools that ask one question, which both eras can carry. */
final class QuestionTools {
  private static final String KEY = "answer";

  private QuestionTools() {}

  static List<Fixture> all() {
    return List.of(
        Fixture.later(
            "test_sampling",
            "Asks the client's model.",
            Schemas.object(new JsonObject().put("prompt", Schemas.string("Prompt to send"))),
            call -> ask(call, Requests.sampling(argument(call, "prompt"), 100), "LLM response: ")),
        Fixture.later(
            "test_elicitation",
            "Asks the user for a name and an address.",
            Schemas.object(new JsonObject().put("message", Schemas.string("Message to show"))),
            call ->
                ask(
                    call,
                    Requests.elicitation(argument(call, "message"), userSchema()),
                    "User response: ")),
        elicitation("test_elicitation_sep1034_defaults", defaults()),
        elicitation("test_elicitation_sep1330_enums", enums()),
        elicitation(
            "test_streaming_elicitation",
            Schemas.object(new JsonObject().put("name", Schemas.string("Name")))),
        Fixture.later(
            "test_missing_capability",
            "Needs a client with sampling.",
            Fixture.noArguments(),
            call -> ask(call, Requests.sampling("Say hello.", 10), "LLM response: ")));
  }

  private static Fixture elicitation(String name, JsonObject schema) {
    return Fixture.later(
        name,
        "Asks the user to fill in a form.",
        Fixture.noArguments(),
        call ->
            ask(
                call,
                Requests.elicitation("Please fill in the form.", schema),
                "Elicitation completed: "));
  }

  private static Future<ToolOutcome> ask(ToolCall call, JsonObject request, String prefix) {
    Interaction interaction = call.interaction();
    if (!interaction.answers().containsKey(KEY)) {
      return Future.succeededFuture(
          new ToolOutcome.InputRequired(new JsonObject().put(KEY, request), null));
    }
    return Future.succeededFuture(
        Fixture.text(prefix + told(interaction.answers().getJsonObject(KEY))));
  }

  private static String told(JsonObject answer) {
    if (answer.containsKey("action")) {
      return "action="
          + answer.getString("action")
          + ", content="
          + answer.getJsonObject("content", new JsonObject()).encode();
    }
    return answer.getValue("content") instanceof JsonObject content
        ? content.getString("text", "")
        : answer.encode();
  }

  private static String argument(ToolCall call, String name) {
    return call.arguments().getString(name, "");
  }

  private static JsonObject userSchema() {
    return Schemas.object(
        new JsonObject()
            .put("username", Schemas.string("User's response"))
            .put("email", Schemas.string("User's email address")));
  }

  private static JsonObject defaults() {
    return new JsonObject()
        .put("type", "object")
        .put(
            "properties",
            new JsonObject()
                .put("name", Schemas.typed("string").put("default", "John Doe"))
                .put("age", Schemas.typed("integer").put("default", 30))
                .put("score", Schemas.typed("number").put("default", 95.5))
                .put(
                    "status",
                    Schemas.typed("string")
                        .put("enum", new JsonArray(List.of("active", "inactive", "pending")))
                        .put("default", "active"))
                .put("verified", Schemas.typed("boolean").put("default", true)))
        .put("required", new JsonArray());
  }

  private static JsonObject enums() {
    JsonArray plain = new JsonArray(List.of("option1", "option2", "option3"));
    return new JsonObject()
        .put("type", "object")
        .put(
            "properties",
            new JsonObject()
                .put("untitledSingle", Schemas.typed("string").put("enum", plain))
                .put(
                    "titledSingle",
                    Schemas.typed("string").put("oneOf", titled("First", "Second", "Third")))
                .put(
                    "legacyEnum",
                    Schemas.typed("string")
                        .put("enum", new JsonArray(List.of("opt1", "opt2", "opt3")))
                        .put(
                            "enumNames",
                            new JsonArray(List.of("Option One", "Option Two", "Option Three"))))
                .put(
                    "untitledMulti",
                    Schemas.typed("array").put("items", Schemas.typed("string").put("enum", plain)))
                .put(
                    "titledMulti",
                    Schemas.typed("array")
                        .put(
                            "items",
                            new JsonObject().put("anyOf", titled("First", "Second", "Third")))))
        .put("required", new JsonArray());
  }

  private static JsonArray titled(String... titles) {
    JsonArray choices = new JsonArray();
    for (int i = 0; i < titles.length; i++) {
      choices.add(
          new JsonObject().put("const", "value" + (i + 1)).put("title", titles[i] + " Option"));
    }
    return choices;
  }
}
