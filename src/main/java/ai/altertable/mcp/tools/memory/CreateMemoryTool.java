package ai.altertable.mcp.tools.memory;

import ai.altertable.mcp.assets.Memory;
import ai.altertable.mcp.assets.MemoryStore;
import ai.altertable.mcp.bus.Principal;
import ai.altertable.mcp.bus.ToolDescriptor;
import ai.altertable.mcp.tools.Schema;
import ai.altertable.mcp.tools.Tool;
import ai.altertable.mcp.tools.ToolAnswer;
import ai.altertable.mcp.tools.ToolArguments;
import ai.altertable.mcp.tools.ToolContext;
import ai.altertable.mcp.tools.ToolDefinition;
import ai.altertable.mcp.tools.result.Assets;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** {@code create_memory}: keeps something learned, signed with who learned it and where. */
public final class CreateMemoryTool implements Tool {
  private static final int DEFAULT_IMPORTANCE = 5;
  private static final ToolDescriptor DESCRIPTOR =
      ToolDefinition.writes("memory", "create_memory")
          .title("Save a memory")
          .description(
              "Keeps something worth knowing in later sessions of this environment: episodic (what"
                  + " happened), semantic (a fact), procedural (how to do something). Others see who"
                  + " wrote it and through which client. Save what is worth 7 or more.")
          .input(
              Schema.object()
                  .required("type", Schema.choice("episodic", "semantic", "procedural"))
                  .required("content", Schema.text().length(1, 4000))
                  .optional(
                      "importance", Schema.integer().between(1, 10).otherwise(DEFAULT_IMPORTANCE))
                  .optional("tags", Schema.list(Schema.text().length(1, 100)).items(0, 20))
                  .optional("source_slug", Assets.anySlug().describe("What it was learned from")))
          .output(
              Schema.object()
                  .required("environment", Schema.text())
                  .required("slug", Schema.text())
                  .required("created_by", Schema.text())
                  .required("created_via", Schema.text()))
          .build();

  private final MemoryStore memories;

  public CreateMemoryTool(MemoryStore memories) {
    this.memories = memories;
  }

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Future<ToolAnswer> call(ToolContext context, ToolArguments arguments) {
    Memory.Draft draft =
        new Memory.Draft(
            arguments.text("type"),
            arguments.text("content"),
            arguments.integer("importance", DEFAULT_IMPORTANCE),
            arguments.texts("tags"),
            arguments.optionalText("source_slug").orElse(null));
    Principal principal = context.caller().principal();
    return memories
        .tell(context.tenant().environmentId(), draft, principal.name(), principal.clientName())
        .map(told -> answer(context, told.memory(), told.known() ? "known as " : "saved as "));
  }

  private static ToolAnswer answer(ToolContext context, Memory memory, String how) {
    JsonObject structured =
        new JsonObject()
            .put("environment", context.tenant().path())
            .put("slug", memory.slug())
            .put("created_by", memory.provenance().author())
            .put("created_via", memory.provenance().client());
    return new ToolAnswer(
        context.tenant().path() + ": " + how + memory.slug() + ".", structured, 1L);
  }
}
