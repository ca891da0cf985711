package ai.altertable.mcp.protocol;

import ai.altertable.mcp.bus.Interaction.Question;
import ai.altertable.mcp.bus.ToolOutcome;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What servers may ask clients, and which capability each question takes. */
public final class Questions {
  /** What a call ends in that has to ask a client that cannot be asked. */
  public static final ToolOutcome CANNOT_BE_ASKED =
      ToolOutcome.Completed.error(
          "This tool has to ask the user something, and this client cannot be asked.");

  private Questions() {}

  /**
   * The capabilities that a set of questions takes and a client lacks.
   *
   * @param requests by key: {@code {method, params}}
   * @return a {@code ClientCapabilities} object of what is missing; empty when nothing is
   * @throws IllegalArgumentException when a method is none that clients have
   */
  public static JsonObject missing(JsonObject requests, Set<Question> askable) {
    JsonObject missing = new JsonObject();
    for (Map.Entry<String, Object> each : requests) {
      JsonObject request = (JsonObject) each.getValue();
      Question question =
          question(request)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "clients cannot be asked for " + request.getString("method")));
      if (!askable.contains(question)) {
        missing.mergeIn(capability(question), true);
      }
    }
    return missing;
  }

  private static Optional<Question> question(JsonObject request) {
    return switch (request.getString("method", "")) {
      case "sampling/createMessage" -> Optional.of(Question.SAMPLING);
      case "roots/list" -> Optional.of(Question.ROOTS);
      case "elicitation/create" ->
          "url".equals(request.getJsonObject("params", new JsonObject()).getString("mode"))
              ? Optional.of(Question.URL_ELICITATION)
              : Optional.of(Question.ELICITATION);
      default -> Optional.empty();
    };
  }

  private static JsonObject capability(Question question) {
    return switch (question) {
      case SAMPLING -> new JsonObject().put("sampling", new JsonObject());
      case ROOTS -> new JsonObject().put("roots", new JsonObject());
      case ELICITATION -> elicitation("form");
      case URL_ELICITATION -> elicitation("url");
      case VIEWS -> throw new IllegalArgumentException("views are no question");
    };
  }

  private static JsonObject elicitation(String mode) {
    return new JsonObject().put("elicitation", new JsonObject().put(mode, new JsonObject()));
  }
}
