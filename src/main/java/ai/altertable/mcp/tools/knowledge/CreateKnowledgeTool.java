package ai.altertable.mcp.tools.knowledge;

import ai.altertable.mcp.assets.Knowledge;
import ai.altertable.mcp.assets.KnowledgeStore;
import ai.altertable.mcp.bus.ToolDescriptor;
import ai.altertable.mcp.tools.Schema;
import ai.altertable.mcp.tools.Tool;
import ai.altertable.mcp.tools.ToolAnswer;
import ai.altertable.mcp.tools.ToolArguments;
import ai.altertable.mcp.tools.ToolContext;
import ai.altertable.mcp.tools.ToolDefinition;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** {@code create_knowledge}: keeps a person's own words for every agent's session. */
public final class CreateKnowledgeTool implements Tool {
  private static final ToolDescriptor DESCRIPTOR =
      ToolDefinition.writes("knowledge", "create_knowledge")
          .title("Save knowledge")
          .description(
              "Saves an entry that every later session of this environment is shown. Only when a"
                  + " person explicitly asks, with title and content verbatim from them or from a"
                  + " source they point at: never paraphrase, translate, reformat or generate it.")
          .input(
              Schema.object()
                  .required("title", Schema.text().length(1, 120))
                  .required("content", Schema.text().length(1, 20_000)))
          .output(
              Schema.object()
                  .required("environment", Schema.text())
                  .required("slug", Schema.text()))
          .build();

  private final KnowledgeStore knowledge;

  public CreateKnowledgeTool(KnowledgeStore knowledge) {
    this.knowledge = knowledge;
  }

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Future<ToolAnswer> call(ToolContext context, ToolArguments arguments) {
    Knowledge.Draft draft = new Knowledge.Draft(arguments.text("title"), arguments.text("content"));
    return knowledge
        .create(context.tenant().environmentId(), draft, context.caller().principal().name())
        .map(saved -> answer(context, saved));
  }

  private static ToolAnswer answer(ToolContext context, Knowledge saved) {
    JsonObject structured =
        new JsonObject().put("environment", context.tenant().path()).put("slug", saved.slug());
    return new ToolAnswer(
        context.tenant().path() + ": saved as " + saved.slug() + ".", structured, 1L);
  }
}
