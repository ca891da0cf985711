package ai.altertable.mcp.tools.insights;

import ai.altertable.mcp.analytics.semantic.ModelSet;
import ai.altertable.mcp.analytics.semantic.SemanticModel.TableName;
import ai.altertable.mcp.analytics.semantic.SemanticModelParser;
import ai.altertable.mcp.analytics.semantic.VersionedModel;
import ai.altertable.mcp.assets.ModelStore;
import ai.altertable.mcp.assets.StoredModel;
import ai.altertable.mcp.bus.Tenant;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Reads the models of an environment for questions about them. */
final class SavedModels {
  private final ModelStore store;

  SavedModels(ModelStore store) {
    this.store = store;
  }

  Future<ModelSet> ofCatalog(Tenant tenant, String catalog) {
    return store.ofCatalog(tenant.environmentId(), catalog).map(SavedModels::set);
  }

  private static ModelSet set(List<StoredModel> stored) {
    Map<TableName, Supplier<VersionedModel>> models = new HashMap<>();
    for (StoredModel each : stored) {
      StoredModel.Draft draft = each.draft();
      models.put(
          new TableName(draft.catalog(), draft.schema(), draft.table()),
          () ->
              new VersionedModel(
                  each.slug(),
                  each.saved().version(),
                  SemanticModelParser.parse(draft.definition())));
    }
    return new ModelSet(models);
  }
}
