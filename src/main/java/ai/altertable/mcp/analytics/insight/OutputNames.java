package ai.altertable.mcp.analytics.insight;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.altertable.mcp.analytics.semantic.Reference;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Names the columns of a result after their fields, each name once. */
final class OutputNames {
  /** PostgreSQL cuts off what is longer. */
  private static final int MAX_BYTES = 63;

  private final List<Reference> all;
  private final Set<String> taken;

  /**
   * @param all fields of the result
   * @param reserved names of other columns
   */
  OutputNames(List<Reference> all, Set<String> reserved) {
    this.all = List.copyOf(all);
    this.taken = new HashSet<>(reserved);
  }

  /** The field's name; with its table in front when another field has the same. */
  String next(Reference reference) {
    String field = reference.projection();
    boolean shared = all.stream().filter(each -> each.projection().equals(field)).count() > 1;
    String name = shared || taken.contains(field) ? reference.table().table() + "_" + field : field;
    String unique = name;
    for (int i = 2; taken.contains(unique) || unique.getBytes(UTF_8).length > MAX_BYTES; i++) {
      unique = name.length() > MAX_BYTES / 2 ? "column_" + i : name + "_" + i;
    }
    taken.add(unique);
    return unique;
  }
}
