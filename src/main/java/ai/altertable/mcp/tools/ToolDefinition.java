package ai.altertable.mcp.tools;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.bus.TaskSupport;
import ai.altertable.mcp.bus.ToolDescriptor;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * Writes a {@link ToolDescriptor}: name, title, description, both schemas, and all four annotations
 * of the MCP {@code Tool} object. Tools do not reach beyond their environment unless they say so
 * ({@code openWorldHint}), and none takes anything away, so {@code destructiveHint} is false.
 */
public final class ToolDefinition {
  private final String name;
  private final String group;
  private final Scope scope;
  private List<String> aliases = List.of();
  private String title;
  private String description;
  private Schema input = Schema.object();
  private Schema output;
  private String view;
  private final boolean idempotent;
  private TaskSupport tasks = TaskSupport.NEVER;
  private boolean openWorld;

  private ToolDefinition(String name, String group, Scope scope) {
    this.name = requireNonNull(name, "name is null");
    this.group = requireNonNull(group, "group is null");
    this.scope = scope;
    this.idempotent = scope == Scope.READ;
  }

  /** A tool that changes nothing; needs scope {@code read}. */
  public static ToolDefinition reads(String group, String name) {
    return new ToolDefinition(name, group, Scope.READ);
  }

  /** A tool that adds or changes something; needs scope {@code write}. */
  public static ToolDefinition writes(String group, String name) {
    return new ToolDefinition(name, group, Scope.WRITE);
  }

  /** Older names, accepted when called, never listed. */
  public ToolDefinition aliases(String... names) {
    aliases = List.of(names);
    return this;
  }

  /** Calls may run long: they go on as tasks for clients that know tasks. */
  public ToolDefinition mayTakeLong() {
    tasks = TaskSupport.WHEN_SLOW;
    return this;
  }

  /** Calls send something to others than the environment's own databases. */
  public ToolDefinition asksElsewhere() {
    openWorld = true;
    return this;
  }

  public ToolDefinition title(String text) {
    title = text;
    return this;
  }

  /** What it does and when to use it, for the model. */
  public ToolDefinition description(String text) {
    description = text;
    return this;
  }

  public ToolDefinition input(Schema schema) {
    input = schema;
    return this;
  }

  public ToolDefinition output(Schema schema) {
    output = schema;
    return this;
  }

  /**
   * The view that hosts may show in place of the text (MCP Apps).
   *
   * @param uri {@code ui://…}
   */
  public ToolDefinition view(String uri) {
    view = uri;
    return this;
  }

  public ToolDescriptor build() {
    JsonObject annotations =
        new JsonObject()
            .put("readOnlyHint", scope == Scope.READ)
            .put("destructiveHint", false)
            .put("idempotentHint", idempotent)
            .put("openWorldHint", openWorld);
    JsonObject definition =
        new JsonObject()
            .put("name", name)
            .put("title", requireNonNull(title, "title is null"))
            .put("description", requireNonNull(description, "description is null"))
            .put("inputSchema", input.toJson())
            .put("outputSchema", requireNonNull(output, "output is null").open().toJson())
            .put("annotations", annotations);
    if (view != null) {
      definition.put(
          "_meta", new JsonObject().put("ui", new JsonObject().put("resourceUri", view)));
    }
    return new ToolDescriptor(name, aliases, group, scope, definition, tasks);
  }
}
