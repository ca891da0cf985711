package ai.altertable.mcp.identity.admin;

import ai.altertable.mcp.identity.admin.OrganizationPolicy.ClientRule;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;

/**
 * The policy of an organization. It is asked at consent, when tokens are issued and when they are
 * refreshed; what a new one forbids ends at once.
 */
public final class Policies {
  private static final String SELECT =
      """
      SELECT client_rule, clients, write_allowed, longest_grant_days, require_second_factor
      FROM organization_policy WHERE organization_id = $1
      """;

  /** A trigger ends the grants that it forbids. */
  private static final String SET =
      """
      INSERT INTO organization_policy
        (organization_id, client_rule, clients, write_allowed, longest_grant_days, require_second_factor)
      VALUES ($1, $2, $3, $4, $5, $6)
      ON CONFLICT (organization_id) DO UPDATE
      SET client_rule = excluded.client_rule, clients = excluded.clients,
          write_allowed = excluded.write_allowed, longest_grant_days = excluded.longest_grant_days,
          require_second_factor = excluded.require_second_factor, updated_at = now()
      """;

  private static final String SECOND_FACTOR =
      "SELECT FROM second_factor WHERE user_id = $1 AND confirmed_at IS NOT NULL";

  private final Desk desk;

  Policies(Desk desk) {
    this.desk = desk;
  }

  public Future<OrganizationPolicy> get(Actor actor, String organization) {
    return desk.read(
        actor,
        organization,
        (client, found) ->
            client
                .preparedQuery(SELECT)
                .execute(Tuple.of(found.id()))
                .map(
                    rows ->
                        rows.size() == 0
                            ? OrganizationPolicy.OPEN
                            : policy(rows.iterator().next())));
  }

  /**
   * Replaces the policy.
   *
   * @return fails with {@link Refused} {@code CONFLICT} when it asks of everybody a second factor
   *     that the actor has not set up
   */
  public Future<Void> set(Actor actor, String organization, OrganizationPolicy policy) {
    return desk.change(
        actor,
        organization,
        (connection, found) ->
            sincere(connection, actor, policy)
                .compose(
                    ok ->
                        connection
                            .preparedQuery(SET)
                            .execute(
                                Tuple.of(
                                    found.id(),
                                    policy.clientRule().wire(),
                                    policy.clients().toArray(String[]::new),
                                    policy.writeAllowed(),
                                    policy.longestGrantDays().orElse(null),
                                    policy.requireSecondFactor())))
                .map(done -> Change.done("policy.set", summary(policy))));
  }

  private static Future<Void> sincere(
      SqlConnection connection, Actor actor, OrganizationPolicy policy) {
    if (!policy.requireSecondFactor() || actor.kind() != Actor.Kind.PERSON) {
      return Future.succeededFuture();
    }
    return connection
        .preparedQuery(SECOND_FACTOR)
        .execute(Tuple.of(actor.id()))
        .map(
            rows -> {
              if (rows.size() == 0) {
                throw Refused.conflict(
                    "Set up a second factor for yourself before you ask it of everybody.");
              }
              return null;
            });
  }

  private static String summary(OrganizationPolicy policy) {
    return "clients "
        + policy.clientRule().wire()
        + (policy.clients().isEmpty() ? "" : " " + String.join(" ", policy.clients()))
        + ", write "
        + policy.writeAllowed()
        + ", days "
        + policy.longestGrantDays().map(String::valueOf).orElse("any")
        + ", second factor "
        + policy.requireSecondFactor();
  }

  private static OrganizationPolicy policy(Row row) {
    return new OrganizationPolicy(
        ClientRule.parse(row.getString("client_rule")),
        List.of(row.getArrayOfStrings("clients")),
        row.getBoolean("write_allowed"),
        Optional.ofNullable(row.getInteger("longest_grant_days")),
        row.getBoolean("require_second_factor"));
  }
}
