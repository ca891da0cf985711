package ai.altertable.mcp.analytics.semantic;

import ai.altertable.mcp.analytics.DefinitionException;
import ai.altertable.mcp.analytics.semantic.SemanticModel.TableName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The models of a catalog; each is read when it is first asked for. Not thread-safe. */
public final class ModelSet {
  private final Map<TableName, Supplier<VersionedModel>> saved;
  private final Map<TableName, Optional<VersionedModel>> read = new HashMap<>();

  /**
   * @param saved reads a model, or throws {@link DefinitionException}
   */
  public ModelSet(Map<TableName, Supplier<VersionedModel>> saved) {
    this.saved = Map.copyOf(saved);
  }

  /** The model of a table; empty when there is none, or none that can be read. */
  public Optional<VersionedModel> of(TableName table) {
    return read.computeIfAbsent(table, this::read);
  }

  /** The tables that have a model. */
  public Set<TableName> tables() {
    return saved.keySet();
  }

  private Optional<VersionedModel> read(TableName table) {
    try {
      return Optional.ofNullable(saved.get(table)).map(Supplier::get);
    } catch (DefinitionException savedUnderOlderRules) {
      return Optional.empty();
    }
  }
}
