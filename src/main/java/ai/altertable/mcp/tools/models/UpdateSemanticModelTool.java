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
import ai.altertable.mcp.tools.confirm.Confirmations;
import ai.altertable.mcp.tools.confirm.Confirmations.Confirmed;
import ai.altertable.mcp.tools.result.Assets;
import io.vertx.core.Future;

/** {@code update_semantic_model}: replaces a model; the version before is kept. */
public final class UpdateSemanticModelTool implements Tool {
  private static final ToolDescriptor DESCRIPTOR =
      ToolDefinition.writes("models", "update_semantic_model")
          .title("Change a semantic model")
          .description(
              "Replaces a model whole, checked like a new one; its table stays. view_semantic_model"
                  + " shows what there is. The user is asked to confirm where the client can ask:"
                  + " everybody's insights build on it.")
          .input(
              Schema.object()
                  .required("slug", Assets.slug("MDL"))
                  .required("definition", Schema.text().length(1, 200_000))
                  .optional("dry_run", Schema.flag()))
          .output(SavedModel.OUTPUT)
          .build();

  private final ModelStore models;
  private final ModelDraft drafts;
  private final Confirmations confirmations;

  public UpdateSemanticModelTool(
      ModelStore models, ModelDraft drafts, Confirmations confirmations) {
    this.models = models;
    this.drafts = drafts;
    this.confirmations = confirmations;
  }

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Future<ToolAnswer> call(ToolContext context, ToolArguments arguments) {
    String slug = arguments.text("slug");
    boolean dryRun = arguments.flag("dry_run", false);
    return models
        .find(context.tenant().environmentId(), slug)
        .map(Assets.found(context, "semantic model", slug, "list_semantic_models"))
        .compose(
            current ->
                drafts
                    .read(context, arguments.text("definition"))
                    .compose(draft -> update(context, current, draft, dryRun)));
  }

  private Future<ToolAnswer> update(
      ToolContext context, StoredModel current, StoredModel.Draft draft, boolean dryRun) {
    StoredModel.Draft old = current.draft();
    if (!(draft.catalog().equals(old.catalog())
        && draft.schema().equals(old.schema())
        && draft.table().equals(old.table()))) {
      throw new ToolFault(
          "%s is the model of %s.%s.%s, which cannot change. create_semantic_model makes one of"
                  .formatted(current.slug(), old.catalog(), old.schema(), old.table())
              + " another table.");
    }
    Future<Confirmed> confirmed =
        dryRun
            ? Future.succeededFuture(Confirmed.NOT_NEEDED)
            : confirmations.ask(context, question(context, current));
    return confirmed.compose(
        who ->
            save(context, current, draft, dryRun)
                .map(saved -> SavedModel.answer(context, saved, dryRun).followedBy(who.note())));
  }

  private Future<StoredModel> save(
      ToolContext context, StoredModel current, StoredModel.Draft draft, boolean dryRun) {
    return models
        .update(
            context.tenant().environmentId(),
            current,
            draft,
            context.caller().principal().name(),
            !dryRun)
        .map(Assets.unlessOvertaken(current.slug(), "view_semantic_model"));
  }

  private static String question(ToolContext context, StoredModel current) {
    StoredModel.Draft old = current.draft();
    return "Replace the semantic model %s of %s.%s.%s in %s? Every insight and every agent there uses it. %s changed it last."
        .formatted(
            current.slug(),
            old.catalog(),
            old.schema(),
            old.table(),
            context.tenant().path(),
            current.saved().updatedBy());
  }
}
