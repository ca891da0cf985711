package ai.altertable.mcp.administration;

import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.identity.admin.Organization;
import ai.altertable.mcp.identity.admin.Refused;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;

/** Finds an environment by its slug, within one organization and nowhere else. */
final class EnvironmentIds {
  private static final String FIND =
      "SELECT id FROM environment WHERE organization_id = $1 AND slug = $2";

  private EnvironmentIds() {}

  /** The same with its organization. */
  static Future<Tenant> tenant(SqlClient client, Organization organization, String slug) {
    return find(client, organization, slug)
        .map(id -> new Tenant(organization.id(), organization.slug(), id, slug));
  }

  /** Fails with {@link Refused} when the organization has none of that slug. */
  static Future<UUID> find(SqlClient client, Organization organization, String slug) {
    return client
        .preparedQuery(FIND)
        .execute(Tuple.of(organization.id(), slug))
        .map(
            rows -> {
              if (rows.size() == 0) {
                throw Refused.notFound("environment");
              }
              return rows.iterator().next().getUUID("id");
            });
  }
}
