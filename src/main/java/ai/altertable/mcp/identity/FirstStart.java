package ai.altertable.mcp.identity;

import ai.altertable.mcp.config.DemoConfig;
import ai.altertable.mcp.platform.PlatformDatabase;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;

/** Makes the {@link DemoOrganization} once, however often and on however many nodes it runs. */
public final class FirstStart {
  private final PlatformDatabase database;
  private final Passwords passwords;

  public FirstStart(PlatformDatabase database, Passwords passwords) {
    this.database = database;
    this.passwords = passwords;
  }

  /**
   * @param demo whether it is wanted, and its password if it is given
   * @return empty when it is not wanted
   */
  public Future<Optional<DemoOrganization>> run(DemoConfig demo) {
    if (!demo.enabled()) {
      return Future.succeededFuture(Optional.empty());
    }
    return database
        .inTransaction(
            connection -> Accounts.lock(connection).compose(accounts -> make(accounts, demo)))
        .map(Optional::of);
  }

  private Future<DemoOrganization> make(Accounts accounts, DemoConfig demo) {
    String slug = DemoOrganization.SLUG;
    return accounts
        .organization(slug, "Demo")
        .compose(
            organization ->
                administrator(accounts, organization, demo)
                    .compose(
                        password ->
                            accounts
                                .environment(organization, slug, "production", "Production")
                                .compose(
                                    production ->
                                        accounts
                                            .environment(organization, slug, "staging", "Staging")
                                            .map(
                                                staging ->
                                                    new DemoOrganization(
                                                        production, staging, password)))));
  }

  private Future<Optional<String>> administrator(
      Accounts accounts, UUID organization, DemoConfig demo) {
    return accounts
        .exists(DemoOrganization.EMAIL)
        .compose(
            exists -> {
              if (exists) {
                return Future.succeededFuture(Optional.empty());
              }
              String password = demo.password().orElseGet(Passwords::random);
              return passwords
                  .hash(password)
                  .compose(hash -> accounts.user(DemoOrganization.EMAIL, "Demo User", hash))
                  .compose(user -> accounts.role(user, organization, OrganizationRole.ADMIN))
                  .map(Optional.of(password));
            });
  }
}
