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
import ai.altertable.mcp.tools.ToolFault;
import ai.altertable.mcp.tools.confirm.Confirmations;
import ai.altertable.mcp.tools.confirm.Confirmations.Confirmed;
import ai.altertable.mcp.tools.result.Assets;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/**
 * {@code update_knowledge}: changes an entry that every session is shown; asked of a person first.
 * The version before is kept.
 */
public final class UpdateKnowledgeTool implements Tool {
  private static final ToolDescriptor DESCRIPTOR =
      ToolDefinition.writes("knowledge", "update_knowledge")
          .title("Change knowledge")
          .description(
              "Changes a knowledge entry under the rules of create_knowledge: only when a person"
                  + " asks, verbatim.")
          .input(
              Schema.object()
                  .required("slug", Assets.slug("KNW"))
                  .optional("title", Schema.text().length(1, 120))
                  .optional("content", Schema.text().length(1, 20_000)))
          .output(
              Schema.object()
                  .required("environment", Schema.text())
                  .required("slug", Schema.text())
                  .required("version", Schema.integer())
                  .required("confirmed", Schema.flag()))
          .build();

  private final KnowledgeStore knowledge;
  private final Confirmations confirmations;

  public UpdateKnowledgeTool(KnowledgeStore knowledge, Confirmations confirmations) {
    this.knowledge = knowledge;
    this.confirmations = confirmations;
  }

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Future<ToolAnswer> call(ToolContext context, ToolArguments arguments) {
    String slug = arguments.text("slug");
    return knowledge
        .find(context.tenant().environmentId(), slug)
        .map(Assets.found(context, "knowledge entry", slug, "whoami"))
        .compose(current -> update(context, arguments, current));
  }

  private Future<ToolAnswer> update(
      ToolContext context, ToolArguments arguments, Knowledge current) {
    Knowledge.Draft draft =
        new Knowledge.Draft(
            arguments.optionalText("title").orElse(current.draft().title()),
            arguments.optionalText("content").orElse(current.draft().content()));
    if (draft.equals(current.draft())) {
      throw new ToolFault("Nothing would change: give $.title or $.content with new words.");
    }
    return confirmations
        .ask(context, question(context, current, draft))
        .compose(
            confirmed ->
                knowledge
                    .update(
                        context.tenant().environmentId(),
                        current,
                        draft,
                        context.caller().principal().name())
                    .map(
                        updated ->
                            updated.orElseThrow(
                                () ->
                                    new ToolFault(
                                        current.slug()
                                            + " was changed by somebody else just now. Read it"
                                            + " again; then ask the person again.")))
                    .map(saved -> answer(context, saved, confirmed)));
  }

  private static String question(ToolContext context, Knowledge current, Knowledge.Draft draft) {
    return """
        Change knowledge %s in %s, saved by %s? Every agent that works there is shown it at the \
        start of each session. It will say:

        Title: %s

        %s

        Instead of:

        Title: %s

        %s"""
        .formatted(
            current.slug(),
            context.tenant().path(),
            current.saved().updatedBy(),
            draft.title(),
            draft.content(),
            current.draft().title(),
            current.draft().content());
  }

  private static ToolAnswer answer(ToolContext context, Knowledge saved, Confirmed confirmed) {
    JsonObject structured =
        new JsonObject()
            .put("environment", context.tenant().path())
            .put("slug", saved.slug())
            .put("version", saved.saved().version())
            .put("confirmed", confirmed == Confirmed.BY_PERSON);
    return new ToolAnswer(
        "%s: %s is changed, version %d.%s"
            .formatted(
                context.tenant().path(), saved.slug(), saved.saved().version(), confirmed.note()),
        structured,
        1L);
  }
}
