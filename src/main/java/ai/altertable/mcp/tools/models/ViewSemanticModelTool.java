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
import ai.altertable.mcp.tools.result.Assets;
import ai.altertable.mcp.tools.result.Fence;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** {@code view_semantic_model}: dimensions, measures, relations of one table. */
public final class ViewSemanticModelTool implements Tool {
  private static final ToolDescriptor DESCRIPTOR =
      ToolDefinition.reads("models", "view_semantic_model")
          .title("View a semantic model")
          .description(
              "Shows one semantic model whole: dimensions, measures (with their SQL), timestamps,"
                  + " filters and relations. Write SQL with these expressions, so numbers agree.")
          .input(Schema.object().required("slug", Assets.slug("MDL")))
          .output(
              Schema.object()
                  .required("environment", Schema.text())
                  .required("slug", Schema.text())
                  .required("version", Schema.integer())
                  .required("endorsement", Schema.text())
                  .required("definition", Schema.map())
                  .required("created_by", Schema.text())
                  .required("updated_at", Schema.text()))
          .build();

  private final ModelStore models;

  public ViewSemanticModelTool(ModelStore models) {
    this.models = models;
  }

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Future<ToolAnswer> call(ToolContext context, ToolArguments arguments) {
    String slug = arguments.text("slug");
    return models
        .find(context.tenant().environmentId(), slug)
        .map(Assets.found(context, "semantic model", slug, "list_semantic_models"))
        .map(model -> answer(context, model));
  }

  private static ToolAnswer answer(ToolContext context, StoredModel model) {
    String first =
        "%s: semantic model %s, version %d, %s, by %s"
            .formatted(
                context.tenant().path(),
                model.slug(),
                model.saved().version(),
                model.draft().endorsement(),
                Fence.line(model.saved().createdBy(), 200));
    JsonObject structured =
        new JsonObject()
            .put("environment", context.tenant().path())
            .put("slug", model.slug())
            .put("version", model.saved().version())
            .put("endorsement", model.draft().endorsement())
            .put("definition", model.draft().definition())
            .put("created_by", model.saved().createdBy())
            .put("updated_at", model.saved().updatedAt().toString());
    String definition = Fence.around(model.draft().definition().encodePrettily());
    return ToolAnswer.of(first + "\n" + definition, structured);
  }
}
