package ai.altertable.mcp.administration;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.platform.AuditLog;
import ai.altertable.mcp.platform.PlatformDatabase;

/**
 * The room's services, made once for each node and shared by its verticles. Thread-safe.
 *
 * @param access who belongs where
 * @param grants of users and service accounts
 * @param serviceAccounts clients without a person
 */
public record Administration(
    Access access, GrantLedger grants, ServiceAccountRegister serviceAccounts) {
  public Administration {
    requireNonNull(access, "access is null");
    requireNonNull(grants, "grants is null");
    requireNonNull(serviceAccounts, "serviceAccounts is null");
  }

  public static Administration create(PlatformDatabase database, AuditLog log) {
    Access access = new Access(database);
    AdministrationAudit audit = new AdministrationAudit(log);
    return new Administration(
        access,
        new GrantLedger(database, access, audit),
        new ServiceAccountRegister(database, access, audit));
  }
}
