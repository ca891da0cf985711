package ai.altertable.mcp.assets;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

/** Numbers slugs within an environment: {@code INS-1}, {@code INS-2}, … */
final class AssetNumbers {
  private static final String NEXT =
      """
      INSERT INTO asset_number AS numbers (environment_id, prefix, last)
      VALUES (current_environment(), $1, 1)
      ON CONFLICT (environment_id, prefix) DO UPDATE SET last = numbers.last + 1
      RETURNING last""";

  private AssetNumbers() {}

  /** Takes the next slug; given back when the transaction is rolled back. */
  static Future<String> next(SqlConnection connection, String prefix) {
    return connection
        .preparedQuery(NEXT)
        .execute(Tuple.of(prefix))
        .map(rows -> prefix + "-" + rows.iterator().next().getInteger("last"));
  }
}
