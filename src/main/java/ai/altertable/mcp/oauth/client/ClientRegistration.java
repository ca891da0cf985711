package ai.altertable.mcp.oauth.client;

import ai.altertable.mcp.oauth.policy.AuthMethod;
import ai.altertable.mcp.oauth.policy.ClientMetadata;
import ai.altertable.mcp.oauth.policy.RedirectUriPolicy;
import ai.altertable.mcp.oauth.policy.RegistrationPolicy;
import ai.altertable.mcp.platform.Secrets;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * Dynamic client registration (RFC 7591). Registering the same public client again yields the same
 * {@code client_id}: clients register at every login, and a row for each would pile up.
 */
public final class ClientRegistration {
  private final RegistrationPolicy policy;
  private final ClientStore clients;

  public ClientRegistration(RegistrationPolicy policy, ClientStore clients) {
    this.policy = policy;
    this.clients = clients;
  }

  /**
   * Registers a client.
   *
   * @param request the body
   * @return the client information response (RFC 7591 section 3.2.1); fails with {@link
   *     ai.altertable.mcp.oauth.policy.OAuthException}
   */
  public Future<JsonObject> register(JsonObject request) {
    ClientMetadata metadata = policy.check(request);
    String id = Secrets.randomToken();
    if (metadata.authMethod() == AuthMethod.NONE) {
      return clients
          .register(id, metadata, Optional.empty(), Optional.of(identity(metadata)))
          .map(ClientRegistration::response);
    }
    String secret = Secrets.randomToken();
    return clients
        .register(id, metadata, Optional.of(Secrets.hash(secret)), Optional.empty())
        .map(
            client ->
                response(client).put("client_secret", secret).put("client_secret_expires_at", 0));
  }

  private static JsonObject response(Client client) {
    return client
        .metadata()
        .toJson()
        .put("client_id", client.id())
        .put("client_id_issued_at", client.createdAt().getEpochSecond());
  }

  /**
   * What makes two registrations the same client. Ports of loopback redirects are left out: they
   * change with each login and decide nothing (RFC 8252 section 7.3).
   */
  private static byte[] identity(ClientMetadata metadata) {
    JsonArray uris = new JsonArray();
    metadata.redirectUris().stream()
        .map(RedirectUriPolicy::withoutPort)
        .distinct()
        .sorted()
        .forEach(uris::add);
    return Secrets.hash(metadata.toJson().put("redirect_uris", uris).encode());
  }
}
