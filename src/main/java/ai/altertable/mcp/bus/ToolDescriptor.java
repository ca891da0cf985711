package ai.altertable.mcp.bus;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * What a tool is, as clients see it.
 *
 * @param name the one listed
 * @param aliases older names, accepted when called, never listed
 * @param group for {@code ?features=}: context, data, models, insights, …
 * @param required scope without which it is neither listed nor run
 * @param definition the MCP {@code Tool} object: name, title, description, inputSchema,
 *     outputSchema, annotations
 * @param tasks whether its calls may go on as tasks
 */
public record ToolDescriptor(
    String name,
    List<String> aliases,
    String group,
    Scope required,
    JsonObject definition,
    TaskSupport tasks) {
  private static final List<String> WRITERS_HINTS = List.of("destructiveHint", "idempotentHint");

  public ToolDescriptor {
    requireNonNull(name, "name is null");
    requireNonNull(group, "group is null");
    requireNonNull(required, "required is null");
    requireNonNull(definition, "definition is null");
    requireNonNull(tasks, "tasks is null");
    aliases = List.copyOf(aliases);
  }

  /** A tool whose calls are never tasks. */
  public ToolDescriptor(
      String name, List<String> aliases, String group, Scope required, JsonObject definition) {
    this(name, aliases, group, required, definition, TaskSupport.NEVER);
  }

  /** Whether a call changes nothing, by the tool's own annotation. */
  public boolean readOnly() {
    return definition
        .getJsonObject("annotations", new JsonObject())
        .getBoolean("readOnlyHint", false);
  }

  /**
   * The definition as it is listed: of the answer's schema the outline, and of a tool that only
   * reads no hints that mean nothing then (MCP, {@code ToolAnnotations}: {@code destructiveHint}
   * and {@code idempotentHint} are "meaningful only when readOnlyHint == false").
   */
  public JsonObject listed() {
    JsonObject listed = definition.copy();
    if (readOnly()) {
      WRITERS_HINTS.forEach(listed.getJsonObject("annotations")::remove);
    }
    JsonObject input = definition.getJsonObject("inputSchema");
    if (input != null) {
      listed.put("inputSchema", SchemaOutline.ofArguments(input));
    }
    JsonObject output = definition.getJsonObject("outputSchema");
    return output == null ? listed : listed.put("outputSchema", SchemaOutline.of(output));
  }

  JsonObject toJson() {
    return new JsonObject()
        .put("name", name)
        .put("aliases", aliases)
        .put("group", group)
        .put("required", required.name())
        .put("definition", definition)
        .put("tasks", tasks.name());
  }

  static ToolDescriptor fromJson(JsonObject json) {
    return new ToolDescriptor(
        json.getString("name"),
        json.getJsonArray("aliases").stream().map(String.class::cast).toList(),
        json.getString("group"),
        Scope.valueOf(json.getString("required")),
        json.getJsonObject("definition"),
        TaskSupport.valueOf(json.getString("tasks")));
  }
}
