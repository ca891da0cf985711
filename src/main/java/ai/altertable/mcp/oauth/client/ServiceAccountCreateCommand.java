package ai.altertable.mcp.oauth.client;

import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.identity.CommandOptions;
import ai.altertable.mcp.platform.Command;
import ai.altertable.mcp.platform.Platform;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;

/** {@code service-account create}: see {@link ServiceAccounts}. */
public final class ServiceAccountCreateCommand implements Command {
  private static final String ORGANIZATION = "--organization";
  private static final String ENVIRONMENT = "--environment";
  private static final String NAME = "--name";
  private static final String SCOPE = "--scope";

  @Override
  public String name() {
    return "service-account create";
  }

  @Override
  public String usage() {
    return "--organization SLUG --environment SLUG --name NAME --scope read|write  make a client"
        + " of the client_credentials grant";
  }

  @Override
  public Future<String> run(Platform platform, List<String> arguments) {
    CommandOptions options =
        CommandOptions.parse(arguments, Set.of(ORGANIZATION, ENVIRONMENT, NAME, SCOPE), Set.of());
    return new ServiceAccounts(platform.database())
        .create(
            options.require(ORGANIZATION),
            options.require(ENVIRONMENT),
            options.require(NAME),
            Scope.parseAll(options.require(SCOPE)))
        .map(
            made ->
                "client_id     "
                    + made.clientId()
                    + "\nclient_secret "
                    + made.clientSecret()
                    + "   (shown this once)");
  }
}
