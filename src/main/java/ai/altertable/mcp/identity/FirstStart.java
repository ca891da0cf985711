package ai.altertable.mcp.identity;

import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.config.DemoConfig;
import ai.altertable.mcp.platform.PlatformDatabase;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;

/**
 * Makes the {@link DemoOrganization} in an empty installation: once, however often and on however
 * many nodes it runs. What an administrator took away later stays away.
 */
public final class FirstStart {
  private static final String PRODUCTION = "production";
  private static final String STAGING = "staging";

  private final PlatformDatabase database;
  private final Passwords passwords;

  public FirstStart(PlatformDatabase database, Passwords passwords) {
    this.database = database;
    this.passwords = passwords;
  }

  /**
   * Makes it, or finds it.
   *
   * @param demo whether it is wanted, and its password if it is given
   * @return empty when it is not wanted, or not there any more
   */
  public Future<Optional<DemoOrganization>> run(DemoConfig demo) {
    if (!demo.enabled()) {
      return Future.succeededFuture(Optional.empty());
    }
    return database.inTransaction(
        connection ->
            Accounts.lock(connection)
                .compose(
                    accounts ->
                        accounts
                            .empty()
                            .compose(
                                empty ->
                                    empty
                                        ? make(accounts, demo).map(Optional::of)
                                        : find(accounts))));
  }

  private static Future<Optional<DemoOrganization>> find(Accounts accounts) {
    return Future.all(
            accounts.find(DemoOrganization.SLUG, PRODUCTION),
            accounts.find(DemoOrganization.SLUG, STAGING))
        .map(
            found -> {
              Optional<Tenant> production = found.resultAt(0);
              Optional<Tenant> staging = found.resultAt(1);
              return production.flatMap(
                  first ->
                      staging.map(second -> new DemoOrganization(first, second, Optional.empty())));
            });
  }

  private Future<DemoOrganization> make(Accounts accounts, DemoConfig demo) {
    String organization = DemoOrganization.SLUG;
    String password = demo.password().orElseGet(Passwords::random);
    return accounts
        .organization(organization, "Demo")
        .compose(
            organizationId ->
                administrator(accounts, organizationId, password)
                    .compose(
                        made ->
                            accounts.environment(
                                organizationId, organization, PRODUCTION, "Production"))
                    .compose(
                        production ->
                            accounts
                                .environment(organizationId, organization, STAGING, "Staging")
                                .map(
                                    staging ->
                                        new DemoOrganization(
                                            production, staging, Optional.of(password)))));
  }

  private Future<Void> administrator(Accounts accounts, UUID organization, String password) {
    return passwords
        .hash(password)
        .compose(hash -> accounts.user(DemoOrganization.EMAIL, "Demo User", hash))
        .compose(user -> accounts.role(user, organization, OrganizationRole.ADMIN));
  }
}
