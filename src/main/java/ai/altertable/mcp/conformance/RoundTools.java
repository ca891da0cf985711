package ai.altertable.mcp.conformance;

import ai.altertable.mcp.bus.Interaction;
import ai.altertable.mcp.bus.Interaction.Question;
import ai.altertable.mcp.bus.ToolCall;
import ai.altertable.mcp.bus.ToolOutcome;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Function;

/** Tools of the multi-round-trip scenarios (SEP-2322). */
final class RoundTools {
  private static final String PREFIX = "test_input_required_result_";

  private RoundTools() {}

  static List<Fixture> all() {
    return List.of(
        single(
            "elicitation",
            "user_name",
            ask("What is your name?", "name", "string"),
            null,
            answer ->
                "Hello, " + answer.getJsonObject("content", new JsonObject()).getString("name")),
        single(
            "sampling",
            "capital_question",
            Requests.sampling("What is the capital of France?", 100),
            null,
            JsonObject::encode),
        single("list_roots", "client_roots", Requests.roots(), null, JsonObject::encode),
        single(
            "request_state",
            "confirm",
            ask("Please confirm", "ok", "boolean"),
            "waiting",
            answer -> "state-ok"),
        single(
            "tampered_state",
            "confirm",
            ask("Please confirm", "ok", "boolean"),
            "waiting",
            answer -> "state-ok"),
        Fixture.of(PREFIX + "multiple_inputs", "Asks for three things.", RoundTools::multiple),
        Fixture.of(PREFIX + "multi_round", "Asks twice.", RoundTools::twice),
        Fixture.of(PREFIX + "capabilities", "Asks what can be asked.", RoundTools::whatCanBeAsked));
  }

  private static Fixture single(
      String name,
      String key,
      JsonObject request,
      String state,
      Function<JsonObject, String> completed) {
    return Fixture.of(
        PREFIX + name,
        "Asks for " + key + ".",
        call -> {
          Interaction interaction = call.interaction();
          boolean answered = interaction.answers().containsKey(key);
          boolean genuine = state == null || state.equals(interaction.state());
          return answered && genuine
              ? Fixture.text(completed.apply(interaction.answers().getJsonObject(key)))
              : new ToolOutcome.InputRequired(new JsonObject().put(key, request), state);
        });
  }

  private static ToolOutcome multiple(ToolCall call) {
    JsonObject requests =
        new JsonObject()
            .put("user_name", ask("What is your name?", "name", "string"))
            .put("greeting", Requests.sampling("Generate a greeting", 50))
            .put("client_roots", Requests.roots());
    return call.interaction().answers().fieldNames().containsAll(requests.fieldNames())
        ? Fixture.text("All three came.")
        : new ToolOutcome.InputRequired(requests, "waiting");
  }

  private static ToolOutcome twice(ToolCall call) {
    Interaction interaction = call.interaction();
    if (interaction.state() == null) {
      return new ToolOutcome.InputRequired(
          new JsonObject().put("step1", ask("Step 1: What is your name?", "name", "string")),
          "round-1");
    }
    return interaction.state().equals("round-1")
        ? new ToolOutcome.InputRequired(
            new JsonObject()
                .put("step2", ask("Step 2: What is your favorite color?", "color", "string")),
            "round-2")
        : Fixture.text("Both steps are done.");
  }

  private static ToolOutcome whatCanBeAsked(ToolCall call) {
    JsonObject requests = new JsonObject();
    if (call.interaction().mayAsk(Question.SAMPLING)) {
      requests.put("sample", Requests.sampling("Say hello.", 10));
    }
    if (call.interaction().mayAsk(Question.ELICITATION)) {
      requests.put("elicit", ask("What is your name?", "name", "string"));
    }
    boolean answered = call.interaction().answers().fieldNames().containsAll(requests.fieldNames());
    return answered
        ? Fixture.text("Nothing left to ask.")
        : new ToolOutcome.InputRequired(requests, null);
  }

  static JsonObject ask(String message, String property, String type) {
    return Requests.elicitation(
        message, Schemas.object(new JsonObject().put(property, Schemas.typed(type))));
  }
}
