package ai.altertable.mcp.tools.models;

import ai.altertable.mcp.assets.StoredModel;
import ai.altertable.mcp.tools.Schema;
import ai.altertable.mcp.tools.ToolAnswer;
import ai.altertable.mcp.tools.ToolContext;
import io.vertx.core.json.JsonObject;

/** What the tools that save a semantic model take and answer. */
final class SavedModel {
  static final Schema OUTPUT =
      Schema.object()
          .required("environment", Schema.text())
          .required("slug", Schema.text().describe("Empty when nothing was saved"))
          .required("version", Schema.integer())
          .required("dry_run", Schema.flag());

  private SavedModel() {}

  /**
   * @param model as saved, or as it would be
   */
  static ToolAnswer answer(ToolContext context, StoredModel model, boolean dryRun) {
    String text =
        dryRun
            ? ": the model is valid; nothing was saved (dry run)."
            : ": saved as %s, version %d.".formatted(model.slug(), model.saved().version());
    JsonObject structured =
        new JsonObject()
            .put("environment", context.tenant().path())
            .put("slug", dryRun ? "" : model.slug())
            .put("version", model.saved().version())
            .put("dry_run", dryRun);
    return new ToolAnswer(context.tenant().path() + text, structured, dryRun ? 0L : 1L);
  }
}
