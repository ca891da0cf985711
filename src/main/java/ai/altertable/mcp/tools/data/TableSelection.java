package ai.altertable.mcp.tools.data;

import ai.altertable.mcp.analytics.NearestNames;
import ai.altertable.mcp.lakehouse.TableInfo;
import ai.altertable.mcp.tools.ToolFault;
import java.util.List;
import java.util.TreeSet;

/**
 * Which tables of a catalog are asked for.
 *
 * @param schemas only these; empty = all
 * @param tables only these, as {@code table} or {@code schema.table}; empty = all
 */
public record TableSelection(List<String> schemas, List<String> tables) {

  /**
   * @throws ToolFault naming what there is when a schema or table is not there
   */
  public List<TableInfo> from(List<TableInfo> all) {
    for (String schema : schemas) {
      if (all.stream().noneMatch(table -> table.schema().equals(schema))) {
        throw missing("$.schemas", "schema", schema, all.stream().map(TableInfo::schema).toList());
      }
    }
    for (String name : tables) {
      if (all.stream().noneMatch(table -> isCalled(table, name))) {
        throw missing(
            "$.tables",
            "table",
            name,
            all.stream().map(table -> table.schema() + "." + table.name()).toList());
      }
    }
    return all.stream()
        .filter(table -> schemas.isEmpty() || schemas.contains(table.schema()))
        .filter(
            table -> tables.isEmpty() || tables.stream().anyMatch(name -> isCalled(table, name)))
        .toList();
  }

  private static boolean isCalled(TableInfo table, String name) {
    return name.equals(table.name()) || name.equals(table.schema() + "." + table.name());
  }

  /** Names as people type them, so that a missing schema does not hide a near name. */
  private static List<String> withoutSchemas(List<String> names) {
    return names.stream().map(name -> name.substring(name.indexOf('.') + 1)).distinct().toList();
  }

  private static ToolFault missing(String path, String what, String name, List<String> names) {
    List<String> known = List.copyOf(new TreeSet<>(names));
    String listed = String.join(", ", known.subList(0, Math.min(50, known.size())));
    return new ToolFault(
        path
            + ": there is no "
            + what
            + " \""
            + name
            + "\" that can be read."
            + NearestNames.didYouMean(name, withoutSchemas(known))
            + " There are: "
            + (listed.isEmpty() ? "none" : listed));
  }
}
