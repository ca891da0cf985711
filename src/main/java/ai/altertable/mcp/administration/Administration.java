package ai.altertable.mcp.administration;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.assets.DiscoveryStore;
import ai.altertable.mcp.assets.NotificationStore;
import ai.altertable.mcp.delivery.ChannelPolicy;
import ai.altertable.mcp.delivery.Channels;
import ai.altertable.mcp.identity.admin.OrganizationAdministration;
import ai.altertable.mcp.lakehouse.connection.Connections;
import ai.altertable.mcp.oauth.client.ServiceAccounts;
import ai.altertable.mcp.platform.AuditLog;
import ai.altertable.mcp.platform.PlatformDatabase;

/**
 * Everything that can be administered, made once for each node and shared by its verticles.
 * Thread-safe.
 *
 * @param reach who belongs where
 * @param organization members, invitations, environments, policy, audit log
 * @param grants of users and service accounts
 * @param serviceAccounts clients without a person
 * @param connections external catalogs
 * @param discoveries what people make of them
 * @param eventKeys keys that product events come in with
 * @param channels where notifications go besides the app
 */
public record Administration(
    Reach reach,
    OrganizationAdministration organization,
    GrantLedger grants,
    ServiceAccountRegister serviceAccounts,
    ConnectionDesk connections,
    DiscoveryDesk discoveries,
    EventKeyRegister eventKeys,
    ChannelDesk channels) {
  public Administration {
    requireNonNull(reach, "reach is null");
    requireNonNull(organization, "organization is null");
    requireNonNull(grants, "grants is null");
    requireNonNull(serviceAccounts, "serviceAccounts is null");
    requireNonNull(connections, "connections is null");
    requireNonNull(discoveries, "discoveries is null");
    requireNonNull(eventKeys, "eventKeys is null");
    requireNonNull(channels, "channels is null");
  }

  /**
   * @param log where every change is recorded
   * @param channels where notifications may go
   * @param policy of channels
   */
  public static Administration create(
      PlatformDatabase database,
      AuditLog log,
      Connections connections,
      Channels channels,
      ChannelPolicy policy) {
    OrganizationAdministration organization = new OrganizationAdministration(database, log);
    return new Administration(
        new Reach(database, organization.desk()),
        organization,
        new GrantLedger(database, organization.desk(), log),
        new ServiceAccountRegister(organization.desk(), new ServiceAccounts(database, log)),
        new ConnectionDesk(organization.desk(), connections),
        new DiscoveryDesk(
            organization.desk(),
            new DiscoveryStore(database, new NotificationStore(database)),
            log),
        new EventKeyRegister(organization.desk()),
        new ChannelDesk(organization.desk(), channels, policy));
  }
}
