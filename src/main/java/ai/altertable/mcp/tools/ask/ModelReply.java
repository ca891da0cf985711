package ai.altertable.mcp.tools.ask;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * What the model said.
 *
 * @param text may be empty
 * @param calls of tools that it wants; none when the text is its answer
 * @param tokens read and written
 */
record ModelReply(String text, List<Call> calls, long tokens) {
  /** More than these in one reply are left out. */
  private static final int MAX_CALLS = 8;

  private static final int MAX_ID = 200;

  /** What a token has in English and in JSON, about, for endpoints that do not count. */
  private static final int CHARACTERS_A_TOKEN = 4;

  ModelReply {
    calls = List.copyOf(calls);
  }

  /**
   * A wanted call.
   *
   * @param arguments JSON, as the model wrote it
   */
  record Call(String id, String tool, String arguments) {}

  /**
   * Reads a chat completion (OpenAI API reference, "Create chat completion").
   *
   * @param characters of the request and of its answer
   * @return empty when it is none
   */
  static Optional<ModelReply> read(JsonObject completion, long characters) {
    if (completion.getValue("choices") instanceof JsonArray choices
        && !choices.isEmpty()
        && choices.getValue(0) instanceof JsonObject choice
        && choice.getValue("message") instanceof JsonObject message) {
      String text = message.getValue("content") instanceof String content ? content : "";
      List<Call> calls =
          message.getValue("tool_calls") instanceof JsonArray wanted ? calls(wanted) : List.of();
      return Optional.of(new ModelReply(text, calls, tokens(completion, characters)));
    }
    return Optional.empty();
  }

  /** The message to be sent back with the results of its calls: ours, not theirs. */
  JsonObject message() {
    JsonArray wanted = new JsonArray();
    for (Call call : calls) {
      wanted.add(
          new JsonObject()
              .put("id", call.id())
              .put("type", "function")
              .put(
                  "function",
                  new JsonObject().put("name", call.tool()).put("arguments", call.arguments())));
    }
    return new JsonObject().put("role", "assistant").put("content", text).put("tool_calls", wanted);
  }

  private static List<Call> calls(JsonArray wanted) {
    return wanted.stream()
        .filter(JsonObject.class::isInstance)
        .map(JsonObject.class::cast)
        .flatMap(each -> call(each).stream())
        .limit(MAX_CALLS)
        .toList();
  }

  private static Optional<Call> call(JsonObject wanted) {
    if (wanted.getValue("id") instanceof String id
        && id.length() <= MAX_ID
        && wanted.getValue("function") instanceof JsonObject function
        && function.getValue("name") instanceof String name
        && name.length() <= MAX_ID) {
      // Some endpoints leave out what has no arguments, or make it empty.
      String arguments =
          function.getValue("arguments") instanceof String json && !json.isBlank() ? json : "{}";
      return Optional.of(new Call(id, name, arguments));
    }
    return Optional.empty();
  }

  /** An endpoint that counts too little would have the budget outlast the question. */
  private static long tokens(JsonObject completion, long characters) {
    long counted =
        completion.getValue("usage") instanceof JsonObject usage
                && usage.getValue("total_tokens") instanceof Number total
            ? total.longValue()
            : 0;
    return Math.max(counted, tokens(characters));
  }

  /** About how many tokens a text is. */
  static long tokens(long characters) {
    return characters / CHARACTERS_A_TOKEN;
  }
}
