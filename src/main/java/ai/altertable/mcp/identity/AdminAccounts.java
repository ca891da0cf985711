package ai.altertable.mcp.identity;

import ai.altertable.mcp.platform.AuditEvent;
import ai.altertable.mcp.platform.AuditLog;
import ai.altertable.mcp.platform.PlatformDatabase;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * {@code admin create}: the first way into an empty installation, for whoever may run commands on
 * the server. Recorded in the audit log of the organization.
 */
public final class AdminAccounts {
  private static final Pattern SLUG = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
  private static final String FIRST_ENVIRONMENT = "production";

  private final PlatformDatabase database;
  private final Passwords passwords;
  private final AuditLog audit;

  public AdminAccounts(PlatformDatabase database, Passwords passwords, AuditLog audit) {
    this.database = database;
    this.passwords = passwords;
    this.audit = audit;
  }

  /**
   * What was made.
   *
   * @param organization slug
   * @param generatedPassword when none was given; never told again
   */
  public record NewAdmin(String email, String organization, Optional<String> generatedPassword) {
    @Override
    public String toString() {
      return "NewAdmin[" + email + ", " + organization + "]";
    }
  }

  /**
   * Makes an administrator. An organization that does not exist yet is made too, with an
   * environment {@code production}.
   *
   * @param email of a user that does not exist yet
   * @param organization slug
   * @param password or empty for a generated one
   * @return fails with {@link IllegalArgumentException}, whose message is for the operator, when
   *     something given is not allowed or the user exists
   */
  public Future<NewAdmin> create(String email, String organization, Optional<String> password) {
    String account = EmailAddresses.normalize(email);
    if (!EmailAddresses.valid(account)) {
      return refused("--email must be an e-mail address");
    }
    if (!SLUG.matcher(organization).matches()) {
      return refused("--organization must be lower-case letters, digits and hyphens");
    }
    NewPassword secret;
    try {
      secret = NewPassword.of(password);
    } catch (IllegalArgumentException e) {
      return Future.failedFuture(e);
    }
    return passwords
        .hash(secret.text())
        .compose(
            hash ->
                database.inTransaction(
                    connection ->
                        Accounts.lock(connection)
                            .compose(accounts -> make(accounts, account, organization, hash))
                            .compose(made -> audit.record(connection, event(made, account)))))
        .map(made -> new NewAdmin(account, organization, secret.generated()));
  }

  private static AuditEvent event(UUID organization, String email) {
    return AuditEvent.byOperator("admin.create", null, organization, null, email);
  }

  /**
   * @return id of the organization
   */
  private static Future<UUID> make(
      Accounts accounts, String email, String organization, String hash) {
    return accounts
        .exists(email)
        .compose(
            exists ->
                exists
                    ? refused("a user with that e-mail address exists already")
                    : accounts.organization(organization, organization))
        .compose(
            organizationId ->
                accounts
                    .user(email, email, hash)
                    .compose(user -> accounts.role(user, organizationId, OrganizationRole.ADMIN))
                    .compose(role -> firstEnvironment(accounts, organizationId, organization))
                    .map(organizationId));
  }

  private static Future<Void> firstEnvironment(
      Accounts accounts, UUID organizationId, String organization) {
    return accounts
        .hasEnvironment(organizationId)
        .compose(
            has ->
                has
                    ? Future.succeededFuture()
                    : accounts
                        .environment(organizationId, organization, FIRST_ENVIRONMENT, "Production")
                        .mapEmpty());
  }

  private static <T> Future<T> refused(String why) {
    return Future.failedFuture(new IllegalArgumentException(why));
  }
}
