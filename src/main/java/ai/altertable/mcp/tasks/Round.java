package ai.altertable.mcp.tasks;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.bus.Interaction;
import ai.altertable.mcp.bus.ToolOutcome;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/**
 * What a running task asks its client at a time, and what came back so far. Clients see other keys
 * than the tool: the same key never means two questions of a task, whatever the tool does
 * (extension, task update requests).
 *
 * @param number of the round, from 1
 * @param requests by the tool's keys
 * @param answers by the tool's keys, as far as they came
 * @param state the tool's, or null
 */
record Round(int number, JsonObject requests, JsonObject answers, String state) {
  Round {
    requireNonNull(requests, "requests is null");
    requireNonNull(answers, "answers is null");
  }

  /**
   * The round that a tool opens.
   *
   * @param before the one before, or null
   */
  static Round after(Round before, ToolOutcome.InputRequired asked) {
    return new Round(
        before == null ? 1 : before.number + 1, asked.requests(), new JsonObject(), asked.state());
  }

  /** What the client still has to answer, by the keys that it sees. */
  JsonObject outstanding() {
    JsonObject open = new JsonObject();
    for (Map.Entry<String, Object> request : requests) {
      if (!answers.containsKey(request.getKey())) {
        open.put(seen(request.getKey()), request.getValue());
      }
    }
    return open;
  }

  /** The round with these answers, as far as they are asked for and are objects. */
  Round with(JsonObject responses) {
    JsonObject given = answers.copy();
    for (String key : requests.fieldNames()) {
      if (!given.containsKey(key) && responses.getValue(seen(key)) instanceof JsonObject answer) {
        given.put(key, answer);
      }
    }
    return new Round(number, requests, given, state);
  }

  boolean complete() {
    return answers.fieldNames().containsAll(requests.fieldNames());
  }

  /** What the tool is told when it runs again. */
  Interaction interaction(Interaction first) {
    return new Interaction(first.askable(), answers, state);
  }

  JsonObject toJson() {
    return new JsonObject()
        .put("number", number)
        .put("requests", requests)
        .put("answers", answers)
        .put("state", state);
  }

  static Round fromJson(JsonObject json) {
    return new Round(
        json.getInteger("number"),
        json.getJsonObject("requests"),
        json.getJsonObject("answers"),
        json.getString("state"));
  }

  private String seen(String key) {
    return number + "." + key;
  }
}
