package ai.altertable.mcp.analytics.semantic;

import ai.altertable.mcp.analytics.semantic.SemanticModel.Relation;
import ai.altertable.mcp.analytics.semantic.SemanticModel.TableName;
import java.util.ArrayList;
import java.util.List;

/**
 * How rows of a table refer to rows of another.
 *
 * @param start the table that refers
 * @param hops many-to-one relations, one after the other; none when both tables are the same
 */
public record JoinPath(TableName start, List<Relation> hops) {
  public JoinPath {
    hops = List.copyOf(hops);
  }

  /** Where it leads. */
  public TableName end() {
    return hops.isEmpty() ? start : hops.get(hops.size() - 1).to();
  }

  /** The columns it goes along, as {@code via} names them. */
  public List<String> foreignKeys() {
    return hops.stream().map(Relation::foreignKey).toList();
  }

  JoinPath plus(Relation hop) {
    List<Relation> longer = new ArrayList<>(hops);
    longer.add(hop);
    return new JoinPath(start, longer);
  }
}
