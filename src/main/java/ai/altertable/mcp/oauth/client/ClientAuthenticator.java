package ai.altertable.mcp.oauth.client;

import static ai.altertable.mcp.oauth.policy.OAuthErrorCode.INVALID_CLIENT;

import ai.altertable.mcp.oauth.policy.AuthMethod;
import ai.altertable.mcp.oauth.policy.OAuthException;
import ai.altertable.mcp.platform.Secrets;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * Authenticates clients at the machine endpoints. A client with a secret may use either form of it,
 * whichever it registered; one with a key signs; a public client has nothing to show. None may use
 * another's way.
 */
public final class ClientAuthenticator {
  private static final byte[] NO_SECRET = Secrets.hash(Secrets.randomToken());

  private final Clients clients;
  private final ClientAssertions assertions;

  public ClientAuthenticator(Clients clients, ClientAssertions assertions) {
    this.clients = clients;
    this.assertions = assertions;
  }

  /**
   * Proves who a client is that was authorized before.
   *
   * @return fails with {@code invalid_client}, and with one and the same text for an unknown client
   *     and for a wrong secret
   */
  public Future<Client> authenticate(ClientCredentials credentials) {
    return clients.known(credentials.clientId()).compose(found -> prove(found, credentials));
  }

  /** The same for a client that wants to be authorized, maybe for the first time. */
  public Future<Client> authenticateNew(ClientCredentials credentials) {
    return clients.find(credentials.clientId()).compose(found -> prove(found, credentials));
  }

  private Future<Client> prove(Optional<Client> found, ClientCredentials credentials) {
    if (found.isEmpty()) {
      return refused();
    }
    Client client = found.get();
    if (client.metadata().authMethod() != AuthMethod.PRIVATE_KEY_JWT) {
      return credentials.assertion().isEmpty() && knowsSecret(client, credentials)
          ? Future.succeededFuture(client)
          : refused();
    }
    return credentials.secret().isEmpty() && credentials.assertion().isPresent()
        ? assertions.verify(client, credentials.assertion().get()).map(client)
        : refused();
  }

  private static boolean knowsSecret(Client client, ClientCredentials credentials) {
    Optional<String> secret = credentials.secret();
    if (client.isPublic()) {
      return secret.isEmpty();
    }
    byte[] expected = client.secretHash().orElse(NO_SECRET);
    return secret.filter(given -> Secrets.same(Secrets.hash(given), expected)).isPresent();
  }

  private static Future<Client> refused() {
    return Future.failedFuture(
        new OAuthException(INVALID_CLIENT, "unknown client or wrong secret; register again"));
  }
}
