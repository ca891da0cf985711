package ai.altertable.mcp.oauth.client;

import ai.altertable.mcp.oauth.policy.ClientMetadata;
import ai.altertable.mcp.oauth.policy.RedirectUriPolicy;
import ai.altertable.mcp.oauth.policy.RegistrationPolicy;
import ai.altertable.mcp.platform.AuditNote;
import ai.altertable.mcp.platform.Secrets;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * Dynamic client registration (RFC 7591). Registering the same client without a secret again yields
 * the same {@code client_id}: clients register at every login, and a row for each would pile up.
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
   * @param admit runs before a row is made, and throws when there were too many: who registers what
   *     is known already takes nothing from those who share an address
   * @param note what is written with it, once its id is known
   * @return the client information response (RFC 7591 section 3.2.1); fails with {@link
   *     ai.altertable.mcp.oauth.policy.OAuthException}
   */
  public Future<JsonObject> register(
      JsonObject request, Runnable admit, Function<String, AuditNote> note) {
    ClientMetadata metadata = policy.check(request);
    if (metadata.authMethod().hasSecret()) {
      admit.run();
      return withSecret(ClientKind.REGISTERED, metadata, note);
    }
    byte[] identity = identity(metadata);
    return clients
        .known(identity)
        .compose(
            known -> {
              if (!known) {
                admit.run();
              }
              Client client = client(ClientKind.REGISTERED, metadata, Optional.empty());
              return clients.register(client, Optional.of(identity), note);
            })
        .map(client -> response(client, metadata));
  }

  /**
   * Registers a client on an operator's word: it is not swept away, and the consent page says so.
   *
   * @param request as in an open registration
   * @param note what is written with it, once its id is known
   * @return the client information response; fails with {@link
   *     ai.altertable.mcp.oauth.policy.OAuthException}
   */
  Future<JsonObject> preregister(JsonObject request, Function<String, AuditNote> note) {
    ClientMetadata metadata = policy.check(request);
    if (metadata.authMethod().hasSecret()) {
      return withSecret(ClientKind.PREREGISTERED, metadata, note);
    }
    Client client = client(ClientKind.PREREGISTERED, metadata, Optional.empty());
    return clients.register(client, Optional.empty(), note).map(made -> response(made, metadata));
  }

  private Future<JsonObject> withSecret(
      ClientKind kind, ClientMetadata metadata, Function<String, AuditNote> note) {
    String secret = Secrets.randomToken();
    return clients
        .register(client(kind, metadata, Optional.of(Secrets.hash(secret))), Optional.empty(), note)
        .map(
            client ->
                response(client, metadata)
                    .put("client_secret", secret)
                    .put("client_secret_expires_at", 0));
  }

  private static Client client(
      ClientKind kind, ClientMetadata metadata, Optional<byte[]> secretHash) {
    return new Client(
        Secrets.randomToken(), kind, metadata, secretHash, Optional.empty(), Instant.now());
  }

  /**
   * What was asked for is echoed: the ports of loopback redirects may differ from the first time.
   */
  private static JsonObject response(Client client, ClientMetadata asked) {
    return asked
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
