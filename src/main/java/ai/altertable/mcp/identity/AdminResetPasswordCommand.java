package ai.altertable.mcp.identity;

import ai.altertable.mcp.platform.AuditEvent;
import ai.altertable.mcp.platform.AuditLog;
import ai.altertable.mcp.platform.BoundedWorker;
import ai.altertable.mcp.platform.Command;
import ai.altertable.mcp.platform.Platform;
import ai.altertable.mcp.platform.PlatformDatabase;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * {@code admin reset-password}: a new password for anybody, and on request without the second
 * factor, for whoever may run commands on the server. Recorded in the audit log of each
 * organization that the user belongs to.
 */
public final class AdminResetPasswordCommand implements Command {
  private static final String EMAIL = "--email";
  private static final String PASSWORD_STDIN = "--password-stdin";
  private static final String REMOVE_SECOND_FACTOR = "--remove-second-factor";
  private static final String ORGANIZATIONS =
      "SELECT organization_id FROM organization_role WHERE user_id = $1";

  private final InputStream input;

  /**
   * @param input where {@code --password-stdin} reads from
   */
  public AdminResetPasswordCommand(InputStream input) {
    this.input = input;
  }

  @Override
  public String name() {
    return "admin reset-password";
  }

  @Override
  public String usage() {
    return "--email EMAIL [--password-stdin] [--remove-second-factor]  give somebody a new"
        + " password, and end their browser sessions";
  }

  @Override
  public Future<String> run(Platform platform, List<String> arguments) {
    CommandOptions options =
        CommandOptions.parse(
            arguments, Set.of(EMAIL), Set.of(PASSWORD_STDIN, REMOVE_SECOND_FACTOR));
    String email = EmailAddresses.normalize(options.require(EMAIL));
    Optional<String> password =
        options.has(PASSWORD_STDIN) ? Optional.of(NewPassword.firstLine(input)) : Optional.empty();
    BoundedWorker worker = new BoundedWorker(platform.vertx(), "passwords", 1, 1);
    return reset(
            platform.database(),
            platform.audit(),
            new Passwords(worker),
            email,
            password,
            options.has(REMOVE_SECOND_FACTOR))
        .map(
            generated ->
                "The password of "
                    + email
                    + " is changed, and every browser signed out."
                    + generated
                        .map(secret -> "\nPassword " + secret + "   (shown this once)")
                        .orElse(""));
  }

  /**
   * @param password or empty for a generated one
   * @return the generated one; fails with {@link IllegalArgumentException}, whose message is for
   *     the operator
   */
  static Future<Optional<String>> reset(
      PlatformDatabase database,
      AuditLog audit,
      Passwords passwords,
      String email,
      Optional<String> password,
      boolean withoutFactor) {
    NewPassword wanted;
    try {
      wanted = NewPassword.of(password);
    } catch (IllegalArgumentException e) {
      return Future.failedFuture(e);
    }
    return passwords
        .hash(wanted.text())
        .compose(
            hash ->
                database.inTransaction(
                    connection ->
                        ForgottenPasswords.set(connection, email, hash, withoutFactor)
                            .map(
                                found ->
                                    found.orElseThrow(
                                        () ->
                                            new IllegalArgumentException(
                                                "there is no user with that e-mail address")))
                            .compose(user -> recorded(connection, audit, user, withoutFactor))))
        .map(wanted.generated());
  }

  private static Future<Void> recorded(
      SqlConnection connection, AuditLog audit, User user, boolean withoutFactor) {
    String what = user.email() + (withoutFactor ? ", without second factor" : "");
    return connection
        .preparedQuery(ORGANIZATIONS)
        .execute(Tuple.of(user.id()))
        .compose(
            rows -> {
              Future<Void> chain =
                  rows.size() == 0
                      ? audit.record(connection, event(null, what))
                      : Future.succeededFuture();
              for (Row row : rows) {
                UUID organization = row.getUUID("organization_id");
                chain =
                    chain.compose(before -> audit.record(connection, event(organization, what)));
              }
              return chain;
            });
  }

  private static AuditEvent event(UUID organization, String target) {
    return AuditEvent.byOperator("password.reset", null, organization, null, target);
  }
}
