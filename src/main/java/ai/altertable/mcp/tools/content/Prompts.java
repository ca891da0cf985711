package ai.altertable.mcp.tools.content;

import ai.altertable.mcp.tools.ToolContext;
import ai.altertable.mcp.tools.ToolFault;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The prompts by name. */
final class Prompts {
  private static final int MAX_ARGUMENT = 2_000;

  private final List<Prompt> prompts;

  Prompts(List<Prompt> prompts) {
    this.prompts = List.copyOf(prompts);
  }

  Optional<Prompt> find(String name) {
    return prompts.stream().filter(prompt -> prompt.description().name().equals(name)).findFirst();
  }

  /** MCP {@code Prompt} objects. */
  JsonArray list() {
    return new JsonArray(prompts.stream().map(prompt -> prompt.description().toJson()).toList());
  }

  /** MCP {@code GetPromptResult}; fails with {@link ToolFault} when an argument is wrong. */
  Future<JsonObject> get(ToolContext context, Prompt prompt, Object arguments) {
    return prompt
        .text(context, read(prompt.description(), arguments))
        .map(
            text ->
                new JsonObject()
                    .put("description", prompt.description().description())
                    .put(
                        "messages",
                        new JsonArray()
                            .add(
                                new JsonObject()
                                    .put("role", "user")
                                    .put(
                                        "content",
                                        new JsonObject().put("type", "text").put("text", text)))));
  }

  private static Map<String, String> read(Prompt.Description description, Object arguments) {
    JsonObject given = new JsonObject();
    if (arguments instanceof JsonObject object) {
      given = object;
    } else if (arguments != null) {
      throw new ToolFault("arguments must be an object");
    }
    Map<String, String> read = new TreeMap<>();
    for (Prompt.Argument argument : description.arguments()) {
      Object value = given.getValue(argument.name());
      if (value instanceof String text && !text.isBlank()) {
        if (text.length() > MAX_ARGUMENT) {
          throw new ToolFault(argument.name() + " is longer than " + MAX_ARGUMENT + " characters");
        }
        read.put(argument.name(), text.strip());
      } else if (value != null && !(value instanceof String)) {
        throw new ToolFault(argument.name() + " must be a string");
      } else if (argument.required()) {
        throw new ToolFault(argument.name() + " is required");
      }
    }
    return read;
  }
}
