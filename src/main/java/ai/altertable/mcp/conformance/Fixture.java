package ai.altertable.mcp.conformance;

import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.bus.TaskSupport;
import ai.altertable.mcp.bus.ToolCall;
import ai.altertable.mcp.bus.ToolDescriptor;
import ai.altertable.mcp.bus.ToolOutcome;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Function;

/**
 * A tool of the suite.
 *
 * @param descriptor how it is listed
 * @param body what it does
 */
record Fixture(ToolDescriptor descriptor, Function<ToolCall, Future<ToolOutcome>> body) {
  private static final JsonObject NO_ARGUMENTS =
      new JsonObject().put("type", "object").put("additionalProperties", false);

  /** A tool without arguments that answers at once. */
  static Fixture of(String name, String description, Function<ToolCall, ToolOutcome> body) {
    return later(name, description, NO_ARGUMENTS, call -> Future.succeededFuture(body.apply(call)));
  }

  /** A tool that takes its time. */
  static Fixture later(
      String name,
      String description,
      JsonObject inputSchema,
      Function<ToolCall, Future<ToolOutcome>> body) {
    JsonObject definition =
        new JsonObject()
            .put("name", name)
            .put("title", name)
            .put("description", description)
            .put("inputSchema", inputSchema)
            .put("annotations", new JsonObject().put("readOnlyHint", true));
    return new Fixture(
        new ToolDescriptor(name, List.of(), "conformance", Scope.READ, definition), body);
  }

  /** The same tool, whose calls may go on as tasks. */
  Fixture tasks(TaskSupport support) {
    return new Fixture(
        new ToolDescriptor(
            descriptor.name(),
            descriptor.aliases(),
            descriptor.group(),
            descriptor.required(),
            descriptor.definition(),
            support),
        body);
  }

  static JsonObject noArguments() {
    return NO_ARGUMENTS;
  }

  static ToolOutcome text(String text) {
    return ToolOutcome.Completed.of(text, null);
  }

  static ToolOutcome content(JsonObject... blocks) {
    return new ToolOutcome.Completed(new JsonArray(List.of(blocks)), null, false);
  }
}
