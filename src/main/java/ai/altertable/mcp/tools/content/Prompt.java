package ai.altertable.mcp.tools.content;

import ai.altertable.mcp.tools.ToolContext;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/** A request to the model that people start from, filled with what the environment has. */
interface Prompt {
  /** How it is listed. */
  Description description();

  /** Proposes values of its arguments, by name; each of them is there. */
  Map<String, Completer> completers();

  /**
   * The request.
   *
   * @param arguments strings by name; the required ones are there
   * @return fails with {@link ai.altertable.mcp.tools.ToolFault} when an argument is wrong
   */
  Future<String> text(ToolContext context, Map<String, String> arguments);

  /**
   * MCP {@code Prompt}.
   *
   * @param arguments in the order of a form
   */
  record Description(String name, String title, String description, List<Argument> arguments) {
    public Description {
      arguments = List.copyOf(arguments);
    }

    JsonObject toJson() {
      return new JsonObject()
          .put("name", name)
          .put("title", title)
          .put("description", description)
          .put("arguments", new JsonArray(arguments.stream().map(Argument::toJson).toList()));
    }
  }

  /** MCP {@code PromptArgument}. */
  record Argument(String name, String description, boolean required) {
    private JsonObject toJson() {
      return new JsonObject()
          .put("name", name)
          .put("description", description)
          .put("required", required);
    }
  }
}
