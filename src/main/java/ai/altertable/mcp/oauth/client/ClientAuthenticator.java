package ai.altertable.mcp.oauth.client;

import static ai.altertable.mcp.oauth.policy.OAuthErrorCode.INVALID_CLIENT;

import ai.altertable.mcp.oauth.policy.OAuthException;
import ai.altertable.mcp.platform.Secrets;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * Authenticates clients at the token, revocation and introspection endpoints. A confidential client
 * may use either form of its secret, whichever it registered; a public client has none.
 */
public final class ClientAuthenticator {
  private static final byte[] NO_SECRET = Secrets.hash(Secrets.randomToken());

  private final ClientStore clients;

  public ClientAuthenticator(ClientStore clients) {
    this.clients = clients;
  }

  /**
   * Proves who a client is.
   *
   * @return fails with {@code invalid_client} and one and the same text for an unknown client and
   *     for a wrong secret
   */
  public Future<Client> authenticate(ClientCredentials credentials) {
    return clients
        .find(credentials.clientId())
        .map(found -> found.filter(client -> proven(client, credentials)))
        .map(
            client ->
                client.orElseThrow(
                    () ->
                        new OAuthException(
                            INVALID_CLIENT, "unknown client or wrong secret; register again")));
  }

  private static boolean proven(Client client, ClientCredentials credentials) {
    Optional<String> secret = credentials.secret();
    if (client.isPublic()) {
      return secret.isEmpty();
    }
    byte[] expected = client.secretHash().orElse(NO_SECRET);
    return secret.filter(given -> Secrets.same(Secrets.hash(given), expected)).isPresent();
  }
}
