package ai.altertable.mcp.delivery;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;

/**
 * Who may get notifications of an environment by e-mail: users who can read it. Being in its
 * organization is not enough.
 */
public final class Recipients {
  private Recipients() {}

  /**
   * A condition of SQL.
   *
   * @param email expression for an address
   * @param environment expression for an environment's id
   */
  static String mayRead(String email, String environment) {
    return """
        EXISTS (
          SELECT 1 FROM app_user reader
          JOIN environment place ON place.id = %2$s
          JOIN organization_role r
            ON r.user_id = reader.id AND r.organization_id = place.organization_id
          WHERE reader.email = lower(%1$s) AND reader.disabled_at IS NULL
            AND (r.role <> 'member' OR EXISTS (
              SELECT 1 FROM environment_role er
              WHERE er.user_id = reader.id AND er.environment_id = place.id)))"""
        .formatted(email, environment);
  }

  /** Whether an address is that of a user who can read an environment. */
  public static Future<Boolean> mayRead(SqlConnection connection, String email, UUID environment) {
    return connection
        .preparedQuery("SELECT " + mayRead("$1::text", "$2::uuid") + " AS may")
        .execute(Tuple.of(email, environment))
        .map(rows -> rows.iterator().next().getBoolean("may"));
  }
}
