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
import ai.altertable.mcp.tools.confirm.Confirmations;
import ai.altertable.mcp.tools.confirm.Confirmations.Confirmed;
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
                  + " source they point at: never paraphrase, translate, reformat or generate it. The person"
                  + " is asked to confirm where the client can ask.")
          .input(
              Schema.object()
                  .required("title", Schema.text().length(1, 120))
                  .required("content", Schema.text().length(1, 20_000)))
          .output(
              Schema.object()
                  .required("environment", Schema.text())
                  .required("slug", Schema.text())
                  .required("confirmed", Schema.flag()))
          .build();

  private final KnowledgeStore knowledge;
  private final Confirmations confirmations;

  public CreateKnowledgeTool(KnowledgeStore knowledge, Confirmations confirmations) {
    this.knowledge = knowledge;
    this.confirmations = confirmations;
  }

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Future<ToolAnswer> call(ToolContext context, ToolArguments arguments) {
    Knowledge.Draft draft = new Knowledge.Draft(arguments.text("title"), arguments.text("content"));
    String question =
        """
        Save this knowledge in %s? Every agent that works there will be shown it at the start of \
        each session.

        Title: %s

        %s"""
            .formatted(context.tenant().path(), draft.title(), draft.content());
    return confirmations
        .ask(context, question)
        .compose(
            confirmed ->
                knowledge
                    .create(
                        context.tenant().environmentId(),
                        draft,
                        context.caller().principal().name())
                    .map(saved -> answer(context, saved, confirmed)));
  }

  private static ToolAnswer answer(ToolContext context, Knowledge saved, Confirmed confirmed) {
    JsonObject structured =
        new JsonObject()
            .put("environment", context.tenant().path())
            .put("slug", saved.slug())
            .put("confirmed", confirmed == Confirmed.BY_PERSON);
    return new ToolAnswer(
        context.tenant().path() + ": saved as " + saved.slug() + "." + confirmed.note(),
        structured,
        1L);
  }
}
