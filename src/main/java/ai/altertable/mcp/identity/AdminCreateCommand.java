package ai.altertable.mcp.identity;

import ai.altertable.mcp.platform.BoundedWorker;
import ai.altertable.mcp.platform.Command;
import ai.altertable.mcp.platform.Platform;
import io.vertx.core.Future;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code admin create}: see {@link AdminAccounts}. */
public final class AdminCreateCommand implements Command {
  private static final String EMAIL = "--email";
  private static final String ORGANIZATION = "--organization";
  private static final String PASSWORD_STDIN = "--password-stdin";

  private final InputStream input;

  /**
   * @param input where {@code --password-stdin} reads from
   */
  public AdminCreateCommand(InputStream input) {
    this.input = input;
  }

  @Override
  public String name() {
    return "admin create";
  }

  @Override
  public String usage() {
    return "--email EMAIL --organization SLUG [--password-stdin]  make an organization's"
        + " administrator";
  }

  @Override
  public Future<String> run(Platform platform, List<String> arguments) {
    CommandOptions options =
        CommandOptions.parse(arguments, Set.of(EMAIL, ORGANIZATION), Set.of(PASSWORD_STDIN));
    String email = options.require(EMAIL);
    String organization = options.require(ORGANIZATION);
    Optional<String> password =
        options.has(PASSWORD_STDIN) ? Optional.of(NewPassword.firstLine(input)) : Optional.empty();
    BoundedWorker worker = new BoundedWorker(platform.vertx(), "passwords", 1, 1);
    return new AdminAccounts(platform.database(), new Passwords(worker), platform.audit())
        .create(email, organization, password)
        .map(AdminCreateCommand::describe);
  }

  private static String describe(AdminAccounts.NewAdmin made) {
    return "Administrator "
        + made.email()
        + " of organization "
        + made.organization()
        + made.generatedPassword()
            .map(password -> "\nPassword " + password + "   (shown this once)")
            .orElse("");
  }
}
