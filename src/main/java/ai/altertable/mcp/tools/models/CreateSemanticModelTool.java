package ai.altertable.mcp.tools.models;

import ai.altertable.mcp.assets.ModelStore;
import ai.altertable.mcp.assets.StoredModel;
import ai.altertable.mcp.bus.ToolDescriptor;
import ai.altertable.mcp.tools.Schema;
import ai.altertable.mcp.tools.Tool;
import ai.altertable.mcp.tools.ToolAnswer;
import ai.altertable.mcp.tools.ToolArguments;
import ai.altertable.mcp.tools.ToolContext;
import ai.altertable.mcp.tools.ToolDefinition;
import ai.altertable.mcp.tools.ToolFault;
import io.vertx.core.Future;
import java.util.Optional;

/** {@code create_semantic_model}: checks a model against the real columns and saves it. */
public final class CreateSemanticModelTool implements Tool {
  private static final ToolDescriptor DESCRIPTOR =
      ToolDefinition.writes("models", "create_semantic_model")
          .title("Save a semantic model")
          .description(
              "Saves what one table means, as YAML or JSON (JSON Schema:"
                  + " altertable://schemas/semantic-model; examples: altertable://docs/semantic-models)."
                  + " Names, expressions and keys are checked against the real tables. `dry_run` checks without"
                  + " saving.")
          .input(
              Schema.object()
                  .required("definition", Schema.text().length(1, 200_000))
                  .optional("dry_run", Schema.flag()))
          .output(SavedModel.OUTPUT)
          .build();

  private final ModelStore models;
  private final ModelDraft drafts;

  public CreateSemanticModelTool(ModelStore models, ModelDraft drafts) {
    this.models = models;
    this.drafts = drafts;
  }

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Future<ToolAnswer> call(ToolContext context, ToolArguments arguments) {
    boolean dryRun = arguments.flag("dry_run", false);
    return drafts
        .read(context, arguments.text("definition"))
        .compose(
            draft ->
                models
                    .ofTable(
                        context.tenant().environmentId(),
                        draft.catalog(),
                        draft.schema(),
                        draft.table())
                    .compose(other -> create(context, draft, other, dryRun)));
  }

  private Future<ToolAnswer> create(
      ToolContext context, StoredModel.Draft draft, Optional<StoredModel> other, boolean dryRun) {
    if (other.isPresent()) {
      throw new ToolFault(
          "%s.%s has a model already, %s: change it with update_semantic_model."
              .formatted(draft.schema(), draft.table(), other.get().slug()));
    }
    return models
        .create(
            context.tenant().environmentId(), draft, context.caller().principal().name(), !dryRun)
        .map(saved -> SavedModel.answer(context, saved, dryRun));
  }
}
