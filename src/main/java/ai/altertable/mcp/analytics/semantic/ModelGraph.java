package ai.altertable.mcp.analytics.semantic;

import ai.altertable.mcp.analytics.semantic.SemanticModel.Relation;
import ai.altertable.mcp.analytics.semantic.SemanticModel.TableName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The tables of a catalog and the relations between them. Relations lead from many rows to one
 * only, so no path meets a row twice.
 */
public final class ModelGraph {
  private static final int MAX_HOPS = 8;
  private static final int MAX_PATHS = 5;

  private final ModelSet models;

  public ModelGraph(ModelSet models) {
    this.models = models;
  }

  /** The paths with the fewest joins; more than one is ambiguous. At most {@value #MAX_PATHS}. */
  public List<JoinPath> shortest(TableName from, TableName to) {
    Map<TableName, Integer> distances = distances(from);
    List<JoinPath> found = new ArrayList<>();
    if (distances.containsKey(to)) {
      collect(new JoinPath(from, List.of()), to, distances, found);
    }
    return found;
  }

  /** The paths along these columns, whatever their length. */
  public List<JoinPath> along(TableName from, TableName to, List<String> foreignKeys) {
    List<JoinPath> paths = List.of(new JoinPath(from, List.of()));
    for (String foreignKey : foreignKeys) {
      paths =
          paths.stream()
              .flatMap(
                  path ->
                      relations(path.end()).stream()
                          .filter(relation -> relation.foreignKey().equals(foreignKey))
                          .map(path::plus))
              .limit(MAX_PATHS)
              .toList();
    }
    return paths.stream().filter(path -> path.end().equals(to)).toList();
  }

  /** The tables that rows of a table refer to, by any path, and itself. */
  public Set<TableName> reachable(TableName from) {
    return distances(from).keySet();
  }

  private Map<TableName, Integer> distances(TableName from) {
    Map<TableName, Integer> distances = new LinkedHashMap<>(Map.of(from, 0));
    Deque<TableName> next = new ArrayDeque<>(List.of(from));
    while (!next.isEmpty()) {
      TableName table = next.remove();
      int distance = distances.get(table) + 1;
      for (Relation relation : relations(table)) {
        if (distance <= MAX_HOPS && distances.putIfAbsent(relation.to(), distance) == null) {
          next.add(relation.to());
        }
      }
    }
    return distances;
  }

  private void collect(
      JoinPath path, TableName to, Map<TableName, Integer> distances, List<JoinPath> found) {
    if (path.end().equals(to)) {
      found.add(path);
      return;
    }
    int next = path.hops().size() + 1;
    for (Relation relation : relations(path.end())) {
      if (found.size() < MAX_PATHS
          && next <= distances.get(to)
          && distances.get(relation.to()) == next) {
        collect(path.plus(relation), to, distances, found);
      }
    }
  }

  private List<Relation> relations(TableName table) {
    return models.of(table).map(saved -> saved.model().relations()).orElse(List.of());
  }
}
