package ai.altertable.mcp.bus;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a client can be asked while it waits for an answer, and what it answered so far.
 *
 * @param askable kinds of questions that the client declared it answers
 * @param answers by the keys of {@link ToolOutcome.InputRequired#requests}; empty at first. Each is
 *     an object of the client's making: a result of the asked method, not checked
 * @param state what the one who asked wanted to remember, genuine and for this very request; null
 *     at first
 */
public record Interaction(Set<Question> askable, JsonObject answers, String state) {
  /** Nobody can be asked. */
  public static final Interaction NONE = new Interaction(Set.of(), new JsonObject(), null);

  public Interaction {
    askable = Set.copyOf(askable);
    requireNonNull(answers, "answers is null");
  }

  public boolean mayAsk(Question question) {
    return askable.contains(question);
  }

  JsonObject toJson() {
    return new JsonObject()
        .put("askable", askable.stream().map(Question::name).toList())
        .put("answers", answers)
        .put("state", state);
  }

  static Interaction fromJson(JsonObject json) {
    Set<Question> askable = EnumSet.noneOf(Question.class);
    json.getJsonArray("askable").forEach(name -> askable.add(Question.valueOf((String) name)));
    return new Interaction(askable, json.getJsonObject("answers"), json.getString("state"));
  }

  /** A kind of question. */
  public enum Question {
    /** {@code sampling/createMessage}. */
    SAMPLING,
    /** {@code elicitation/create} in form mode. */
    ELICITATION,
    /** {@code elicitation/create} in url mode. */
    URL_ELICITATION,
    /** {@code roots/list}. */
    ROOTS,
    /** Nothing is asked: the client shows views of MCP Apps, so it needs no pictures of them. */
    VIEWS
  }
}
