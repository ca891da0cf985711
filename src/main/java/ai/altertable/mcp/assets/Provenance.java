package ai.altertable.mcp.assets;

import io.vertx.sqlclient.Row;
import java.time.Instant;

/**
 * Who saved something, and when.
 *
 * @param version counts its changes, from 1
 * @param updatedBy who changed it last; who created it when nobody did
 */
public record Provenance(
    int version, String createdBy, Instant createdAt, String updatedBy, Instant updatedAt) {
  static Provenance read(Row row) {
    String createdBy = row.getString("created_by");
    String updatedBy = row.getString("updated_by");
    return new Provenance(
        row.getInteger("version"),
        createdBy,
        Columns.instant(row, "created_at"),
        updatedBy == null ? createdBy : updatedBy,
        Columns.instant(row, "updated_at"));
  }
}
