package ai.altertable.mcp.lakehouse;

import ai.altertable.mcp.bus.Tenant;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import java.time.Instant;
import java.util.List;

/** Results kept under a handle, bound to their environment and to the grant that made them. */
public interface ResultPages {
  /**
   * Reads a page of a kept result.
   *
   * @param handle of {@link QueryResult.More}; a name, not a capability: tenant and grant are
   *     checked
   * @param grantId of the caller
   * @return fails with {@link QueryFault} when it is unknown, expired, or somebody else's: the
   *     three look alike
   */
  Future<KeptResult> read(Tenant tenant, java.util.UUID grantId, String handle);

  /**
   * A kept result, whole.
   *
   * @param complete false when the statement had more rows than were kept
   */
  record KeptResult(
      String catalog,
      List<Column> columns,
      JsonArray rows,
      Instant asOf,
      Instant expiresAt,
      boolean complete) {}
}
