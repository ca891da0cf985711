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
import ai.altertable.mcp.tools.result.ListAnswer;
import ai.altertable.mcp.tools.result.Paging;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** {@code list_semantic_models}. */
public final class ListSemanticModelsTool implements Tool {
  private static final String NAME = "list_semantic_models";
  private static final int MAX_DESCRIPTION = 200;
  private static final ToolDescriptor DESCRIPTOR =
      ToolDefinition.reads("models", NAME)
          .title("List semantic models")
          .description(
              "Lists which tables have a semantic model, and its endorsement: verified (trust it),"
                  + " draft, excluded (do not use the table).")
          .input(
              Paging.input(
                  Schema.object()
                      .optional("catalog", Schema.text().length(1, 63))
                      .optional("endorsement", Schema.choice("draft", "verified", "excluded"))
                      .optional("search", Assets.search())))
          .output(
              Paging.output(
                  "semantic_models",
                  Schema.object()
                      .required("slug", Schema.text())
                      .required("table", Schema.text())
                      .required("endorsement", Schema.text())
                      .required("description", Schema.text())))
          .build();

  private final ModelStore models;
  private final Paging paging;

  public ListSemanticModelsTool(ModelStore models, Paging paging) {
    this.models = models;
    this.paging = paging;
  }

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Future<ToolAnswer> call(ToolContext context, ToolArguments arguments) {
    ModelStore.Filter filter =
        new ModelStore.Filter(
            arguments.optionalText("catalog").orElse(null),
            arguments.optionalText("endorsement").orElse(null),
            arguments.optionalText("search").orElse(null));
    String list = NAME + "\n" + filter;
    return models
        .list(context.tenant().environmentId(), filter, paging.request(context, list, arguments))
        .map(
            page ->
                ListAnswer.of(
                    context,
                    "semantic_models",
                    page,
                    paging.cursor(context, list, page.next()),
                    ListSemanticModelsTool::json,
                    ListSemanticModelsTool::line));
  }

  private static JsonObject json(StoredModel model) {
    return new JsonObject()
        .put("slug", model.slug())
        .put("table", tableName(model))
        .put("endorsement", model.draft().endorsement())
        .put("description", model.draft().description());
  }

  private static String line(StoredModel model) {
    return "%s %s [%s] %s"
        .formatted(
            model.slug(),
            tableName(model),
            model.draft().endorsement(),
            Fence.line(model.draft().description(), MAX_DESCRIPTION));
  }

  private static String tableName(StoredModel model) {
    StoredModel.Draft draft = model.draft();
    return draft.catalog() + "." + draft.schema() + "." + draft.table();
  }
}
