package ai.altertable.mcp.lakehouse.export;

import static java.util.Objects.requireNonNull;

/**
 * A whole result that somebody wants.
 *
 * @param catalog asked for, or null for the one that the statement names
 * @param sql one read-only statement, run when the link is used
 */
public record ExportOrder(String catalog, String sql, ExportFormat format) {
  public ExportOrder {
    requireNonNull(sql, "sql is null");
    requireNonNull(format, "format is null");
  }
}
