package ai.altertable.mcp.lakehouse.postgres;

import static java.util.stream.Collectors.joining;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/** Names that a statement could have meant. Thread-safe. */
final class NameCatalog {
  private static final long FRESH_NANOS = 30_000_000_000L;
  private static final int MAX_NAME = 63;
  private static final int MAX_SUGGESTIONS = 3;

  private static final String NAMES =
      """
      SELECT n.nspname, c.relname, a.attname
      FROM pg_catalog.pg_class c
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
        AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
        AND pg_catalog.has_schema_privilege(n.oid, 'USAGE')
      LIMIT 20000""";

  private volatile Names known;

  private record Names(
      long readAt,
      Collection<String> schemas,
      Collection<String> tables,
      Collection<String> columns) {}

  /** Reads the names again unless they were read a moment ago. */
  Future<NameCatalog> refresh(SqlConnection connection) {
    Names names = known;
    if (names != null && System.nanoTime() - names.readAt() < FRESH_NANOS) {
      return Future.succeededFuture(this);
    }
    return connection
        .query(NAMES)
        .execute()
        .map(
            rows -> {
              Collection<String> schemas = new TreeSet<>();
              Collection<String> tables = new TreeSet<>();
              Collection<String> columns = new TreeSet<>();
              rows.forEach(
                  row -> {
                    schemas.add(row.getString(0));
                    tables.add(row.getString(0) + "." + row.getString(1));
                    columns.add(row.getString(2));
                  });
              known = new Names(System.nanoTime(), schemas, tables, columns);
              return this;
            });
  }

  /**
   * Tables like that one, wherever they are; all of them when there are few and none is like it.
   */
  Optional<String> tablesLike(String name) {
    Collection<String> tables = known == null ? List.of() : known.tables();
    String wanted = lastPart(name);
    List<String> close = nearest(tables, wanted);
    if (!close.isEmpty()) {
      return Optional.of("Did you mean " + String.join(" or ", close) + "?");
    }
    return list("The tables are ", tables);
  }

  Optional<String> columnsLike(String name) {
    List<String> close = nearest(known == null ? List.of() : known.columns(), lastPart(name));
    return close.isEmpty()
        ? Optional.empty()
        : Optional.of("Columns of that environment with a like name: " + String.join(", ", close));
  }

  Optional<String> schemas() {
    return list("The schemas are ", known == null ? List.of() : known.schemas());
  }

  private static Optional<String> list(String intro, Collection<String> names) {
    if (names.isEmpty() || names.size() > 30) {
      return Optional.empty();
    }
    return Optional.of(names.stream().collect(joining(", ", intro, ".")));
  }

  private static List<String> nearest(Collection<String> candidates, String wanted) {
    if (wanted.isEmpty() || wanted.length() > MAX_NAME) {
      return List.of();
    }
    int tolerance = Math.max(1, wanted.length() / 3);
    record Scored(String name, int distance) {}
    List<Scored> close = new ArrayList<>();
    for (String candidate : candidates) {
      int distance = distance(lastPart(candidate), wanted);
      if (distance <= tolerance) {
        close.add(new Scored(candidate, distance));
      }
    }
    return close.stream()
        .sorted(Comparator.comparingInt(Scored::distance).thenComparing(Scored::name))
        .limit(MAX_SUGGESTIONS)
        .map(Scored::name)
        .toList();
  }

  private static String lastPart(String name) {
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  /** Levenshtein distance of two short names. */
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
