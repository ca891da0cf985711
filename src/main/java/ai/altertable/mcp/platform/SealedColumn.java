package ai.altertable.mcp.platform;

import static java.util.Objects.requireNonNull;

/**
 * Where the database keeps something sealed. Each value is sealed for its row, so that it opens in
 * no other.
 *
 * @param table its table
 * @param id expression of SQL that names a row, as text
 * @param column which may be null
 * @param prefix of purposes, before the row's name
 * @param ofEnvironment whether rows are seen within their environment only
 */
public record SealedColumn(
    String table, String id, String column, String prefix, boolean ofEnvironment) {
  public SealedColumn {
    requireNonNull(table, "table is null");
    requireNonNull(id, "id is null");
    requireNonNull(column, "column is null");
    requireNonNull(prefix, "prefix is null");
  }

  /**
   * What a value is sealed for.
   *
   * @param row its name
   */
  public String purpose(Object row) {
    return prefix + row;
  }

  @Override
  public String toString() {
    return table + "." + column;
  }
}
