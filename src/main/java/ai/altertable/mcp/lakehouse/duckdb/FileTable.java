package ai.altertable.mcp.lakehouse.duckdb;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Files that are one table.
 *
 * @param files absolute, at least one
 */
record FileTable(String name, Format format, List<Path> files) {
  /** How files are read; none of them can name other files. */
  enum Format {
    PARQUET("Parquet", "read_parquet", ", union_by_name => true, hive_partitioning => true"),
    CSV("CSV", "read_csv", ", union_by_name => true, hive_partitioning => true"),
    JSON("JSON", "read_json", ", union_by_name => true, hive_partitioning => true");

    private final String title;
    private final String function;
    private final String options;

    Format(String title, String function, String options) {
      this.title = title;
      this.function = function;
      this.options = options;
    }
  }

  FileTable {
    files = List.copyOf(files);
  }

  String comment() {
    return format.title + (files.size() == 1 ? "" : ", " + files.size() + " files");
  }

  String view() {
    return "CREATE VIEW "
        + identifier(name)
        + " AS SELECT * FROM "
        + format.function
        + "("
        + list()
        + format.options
        + ")";
  }

  /** Counts rows without reading them; only for {@link Format#PARQUET}. */
  String count() {
    return "SELECT sum(num_rows)::bigint FROM parquet_file_metadata(" + list() + ")";
  }

  /**
   * Names the columns that no file has a NULL in, by the files' own statistics; only for {@link
   * Format#PARQUET}.
   */
  String neverNull() {
    return """
        SELECT path_in_schema FROM parquet_metadata(%s) GROUP BY path_in_schema
        HAVING bool_and(coalesce(stats_null_count = 0, false)) AND count(DISTINCT file_name) = %d"""
        .formatted(list(), files.size());
  }

  private String list() {
    return files.stream()
        .map(file -> literal(file.toString()))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
