package ai.altertable.mcp.lakehouse.export;

import ai.altertable.mcp.lakehouse.Column;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Names of columns where each may stand only once: a result may repeat them. */
final class UniqueNames {
  private UniqueNames() {}

  /** In the order of the columns: {@code id}, {@code name}, {@code id_2}. */
  static List<String> of(List<Column> columns) {
    Set<String> given = new HashSet<>();
    List<String> names = new ArrayList<>();
    for (Column column : columns) {
      String name = column.name();
      for (int i = 2; !given.add(name); i++) {
        name = column.name() + "_" + i;
      }
      names.add(name);
    }
    return names;
  }
}
