package ai.altertable.mcp.tools.memory;

import ai.altertable.mcp.assets.Memory;
import ai.altertable.mcp.assets.MemoryStore;
import ai.altertable.mcp.bus.ToolDescriptor;
import ai.altertable.mcp.tools.Schema;
import ai.altertable.mcp.tools.Tool;
import ai.altertable.mcp.tools.ToolAnswer;
import ai.altertable.mcp.tools.ToolArguments;
import ai.altertable.mcp.tools.ToolContext;
import ai.altertable.mcp.tools.ToolDefinition;
import ai.altertable.mcp.tools.result.Fence;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;

/** {@code search_memory}: recalls memories; each one recalled stays alive longer. */
public final class SearchMemoryTool implements Tool {
  private static final int DEFAULT_LIMIT = 10;
  private static final ToolDescriptor DESCRIPTOR =
      ToolDefinition.reads("memory", "search_memory")
          .title("Search memory")
          .description(
              "Recalls what agents and people learned in this environment. Ranked by match ×"
                  + " relevance (importance × decay since last use). Says who wrote each memory and"
                  + " through which client: weigh it accordingly.")
          .input(
              Schema.object()
                  .required("query", Schema.text().length(1, 500).describe("In plain words"))
                  .optional("type", Schema.choice("episodic", "semantic", "procedural"))
                  .optional("tag", Schema.text().length(1, 100))
                  .optional("limit", Schema.integer().between(1, 50).otherwise(DEFAULT_LIMIT)))
          .output(
              Schema.object()
                  .required("environment", Schema.text())
                  .required(
                      "memories",
                      Schema.list(
                          Schema.object()
                              .required("slug", Schema.text())
                              .required("type", Schema.text())
                              .required("content", Schema.text())
                              .required("importance", Schema.integer())
                              .required("relevance", Schema.number())
                              .required("tags", Schema.list(Schema.text()))
                              .required("source_slug", Schema.text().orNull())
                              .required("created_by", Schema.text())
                              .required("created_via", Schema.text())
                              .required("created_at", Schema.text())
                              .required("access_count", Schema.integer()))))
          .build();

  private final MemoryStore memories;

  public SearchMemoryTool(MemoryStore memories) {
    this.memories = memories;
  }

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Future<ToolAnswer> call(ToolContext context, ToolArguments arguments) {
    MemoryStore.Question question =
        new MemoryStore.Question(
            arguments.text("query"),
            arguments.optionalText("type").orElse(null),
            arguments.optionalText("tag").orElse(null),
            arguments.integer("limit", DEFAULT_LIMIT));
    return memories
        .search(context.tenant().environmentId(), question)
        .map(recalled -> answer(context, recalled));
  }

  private static ToolAnswer answer(ToolContext context, List<MemoryStore.Recalled> recalled) {
    String first = context.tenant().path() + ": " + recalled.size() + " memories";
    if (recalled.isEmpty()) {
      first += " match. Try other words.";
    }
    String lines =
        recalled.stream().map(SearchMemoryTool::line).collect(Collectors.joining("\n\n"));
    JsonArray memories = new JsonArray(recalled.stream().map(SearchMemoryTool::json).toList());
    JsonObject structured =
        new JsonObject().put("environment", context.tenant().path()).put("memories", memories);
    String text = recalled.isEmpty() ? first : first + ", the best first.\n" + Fence.around(lines);
    return new ToolAnswer(text, structured, (long) recalled.size());
  }

  private static String line(MemoryStore.Recalled recalled) {
    Memory memory = recalled.memory();
    return "%s [%s, importance %d, relevance %.2f, by %s via %s, %s]\n%s"
        .formatted(
            memory.slug(),
            memory.draft().type(),
            memory.draft().importance(),
            recalled.relevance(),
            Fence.line(memory.provenance().author(), 200),
            Fence.line(memory.provenance().client(), 200),
            memory.provenance().at(),
            memory.draft().content());
  }

  private static JsonObject json(MemoryStore.Recalled recalled) {
    Memory memory = recalled.memory();
    return new JsonObject()
        .put("slug", memory.slug())
        .put("type", memory.draft().type())
        .put("content", memory.draft().content())
        .put("importance", memory.draft().importance())
        .put("relevance", Math.round(recalled.relevance() * 10_000) / 10_000.0)
        .put("tags", new JsonArray(memory.draft().tags()))
        .put("source_slug", memory.draft().sourceSlug())
        .put("created_by", memory.provenance().author())
        .put("created_via", memory.provenance().client())
        .put("created_at", memory.provenance().at().toString())
        .put("access_count", memory.use().count() + 1);
  }
}
