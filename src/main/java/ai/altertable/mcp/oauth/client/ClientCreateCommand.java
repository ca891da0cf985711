package ai.altertable.mcp.oauth.client;

import ai.altertable.mcp.config.OAuthConfig;
import ai.altertable.mcp.identity.CommandOptions;
import ai.altertable.mcp.oauth.policy.AuthMethod;
import ai.altertable.mcp.oauth.policy.DocumentUrls;
import ai.altertable.mcp.oauth.policy.OAuthException;
import ai.altertable.mcp.oauth.policy.RedirectUriPolicy;
import ai.altertable.mcp.oauth.policy.RegistrationPolicy;
import ai.altertable.mcp.platform.AuditEvent;
import ai.altertable.mcp.platform.Command;
import ai.altertable.mcp.platform.Platform;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code client create}: registers a confidential client of users, in place of itself. */
public final class ClientCreateCommand implements Command {
  private static final String NAME = "--name";
  private static final String REDIRECTS = "--redirect-uri";
  private static final String KEYS = "--keys";

  @Override
  public String name() {
    return "client create";
  }

  @Override
  public String usage() {
    return "--name NAME --redirect-uri 'URI …' [--keys JWKS-FILE]  register a confidential client of"
        + " the authorization_code grant";
  }

  @Override
  public Future<String> run(Platform platform, List<String> arguments) {
    CommandOptions options =
        CommandOptions.parse(arguments, Set.of(NAME, REDIRECTS, KEYS), Set.of());
    JsonObject metadata =
        new JsonObject()
            .put("client_name", options.require(NAME))
            .put("redirect_uris", new JsonArray(List.of(options.require(REDIRECTS).split(" "))))
            .put("grant_types", new JsonArray().add("authorization_code").add("refresh_token"));
    Optional<String> keys = options.find(KEYS);
    keys.ifPresent(
        file ->
            metadata
                .put("token_endpoint_auth_method", AuthMethod.PRIVATE_KEY_JWT.wire())
                .put("jwks", KeyFiles.read(file).toJson()));
    OAuthConfig oauth = platform.config().oauth();
    RegistrationPolicy policy =
        new RegistrationPolicy(
            new RedirectUriPolicy(oauth.redirectSchemes()),
            new DocumentUrls(oauth.privateAddresses()));
    try {
      return new ClientRegistration(policy, new ClientStore(platform.database()))
          .preregister(
              metadata,
              id ->
                  platform
                      .audit()
                      .note(
                          AuditEvent.byOperator(
                              "client.create", id, null, null, options.require(NAME))))
          .map(ClientCreateCommand::text);
    } catch (OAuthException e) {
      throw new IllegalArgumentException(e.description(), e);
    }
  }

  private static String text(JsonObject made) {
    String secret = made.getString("client_secret");
    return "client_id     "
        + made.getString("client_id")
        + (secret == null ? "" : "\nclient_secret " + secret + "   (shown this once)");
  }
}
