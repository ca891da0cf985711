package ai.altertable.mcp.oauth.client;

import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.identity.CommandOptions;
import ai.altertable.mcp.oauth.proof.PublicKeys;
import ai.altertable.mcp.platform.Command;
import ai.altertable.mcp.platform.Platform;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code service-account create}: see {@link ServiceAccounts}. */
public final class ServiceAccountCreateCommand implements Command {
  private static final String ORGANIZATION = "--organization";
  private static final String ENVIRONMENT = "--environment";
  private static final String NAME = "--name";
  private static final String SCOPE = "--scope";
  private static final String KEYS = "--keys";

  @Override
  public String name() {
    return "service-account create";
  }

  @Override
  public String usage() {
    return "--organization SLUG --environment SLUG --name NAME --scope 'read|write|admin …'"
        + " [--keys JWKS-FILE]  make a client of the client_credentials grant";
  }

  @Override
  public Future<String> run(Platform platform, List<String> arguments) {
    CommandOptions options =
        CommandOptions.parse(
            arguments, Set.of(ORGANIZATION, ENVIRONMENT, NAME, SCOPE, KEYS), Set.of());
    String scope = options.require(SCOPE);
    Optional<PublicKeys> keys = options.find(KEYS).map(KeyFiles::read);
    return new ServiceAccounts(platform.database(), platform.audit())
        .create(
            options.require(ORGANIZATION),
            options.require(ENVIRONMENT),
            new ServiceAccounts.Wanted(
                options.require(NAME),
                Scope.parseAll(scope),
                Arrays.asList(scope.split(" ")).contains("admin"),
                keys))
        .map(
            made ->
                "client_id     "
                    + made.clientId()
                    + made.clientSecret()
                        .map(secret -> "\nclient_secret " + secret + "   (shown this once)")
                        .orElse(""));
  }
}
