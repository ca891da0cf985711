package ai.altertable.mcp.tools.content;

import ai.altertable.mcp.bus.ContentOutcome;
import ai.altertable.mcp.tools.ToolContext;
import ai.altertable.mcp.tools.ToolFault;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;

/** {@code completion/complete}: finds who proposes values for the argument that is asked for. */
final class Completions {
  private static final int MAX_VALUE = 2_000;

  private final Map<String, Map<String, Completer>> templates;
  private final Prompts prompts;

  /**
   * @param templates completers by URI template and argument
   */
  Completions(Map<String, Map<String, Completer>> templates, Prompts prompts) {
    this.templates = Map.copyOf(templates);
    this.prompts = prompts;
  }

  /**
   * Found with MCP {@code CompleteResult}, or missing when there is no such prompt or template;
   * fails with {@link ToolFault} when there is no such argument.
   */
  Future<ContentOutcome> complete(ToolContext context, JsonObject params) {
    if (!(params.getValue("ref") instanceof JsonObject ref)
        || !(params.getValue("argument") instanceof JsonObject argument)
        || !(argument.getValue("name") instanceof String name)
        || !(argument.getValue("value") instanceof String value)) {
      throw new ToolFault("completion needs ref, argument.name and argument.value");
    }
    if (value.length() > MAX_VALUE) {
      throw new ToolFault("argument.value is longer than " + MAX_VALUE + " characters");
    }
    Optional<Map<String, Completer>> completers = completers(ref);
    if (completers.isEmpty()) {
      return Future.succeededFuture(
          new ContentOutcome.Missing(ref.getString("uri", ref.getString("name", "ref"))));
    }
    Completer completer = completers.get().get(name);
    if (completer == null) {
      throw new ToolFault("there is no argument " + name + " to complete");
    }
    return completer
        .complete(context, value, settled(params))
        .map(proposal -> new JsonObject().put("completion", proposal.toJson()))
        .map(ContentOutcome.Found::new);
  }

  private Optional<Map<String, Completer>> completers(JsonObject ref) {
    if ("ref/resource".equals(ref.getValue("type")) && ref.getValue("uri") instanceof String uri) {
      return Optional.ofNullable(templates.get(uri));
    }
    if ("ref/prompt".equals(ref.getValue("type")) && ref.getValue("name") instanceof String name) {
      return prompts.find(name).map(Prompt::completers);
    }
    throw new ToolFault("ref must be a prompt by its name or a resource template by its uri");
  }

  /** The strings of {@code context.arguments}; anything else there is left out. */
  private static JsonObject settled(JsonObject params) {
    JsonObject settled = new JsonObject();
    if (params.getValue("context") instanceof JsonObject context
        && context.getValue("arguments") instanceof JsonObject arguments) {
      arguments.forEach(
          each -> {
            if (each.getValue() instanceof String text && !text.isEmpty()) {
              settled.put(each.getKey(), text);
            }
          });
    }
    return settled;
  }
}
