package ai.altertable.mcp.config;

import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * The upstream OpenID provider, keys {@code oidc.*}.
 *
 * @param issuer as the provider writes it; https, or http on loopback
 * @param clientId of this app at the provider
 * @param clientSecret empty for a public client
 * @param label on the sign-in page's button
 * @param domains of e-mail addresses that may come in this way; empty = any
 */
public record OidcConfig(
    URI issuer, String clientId, Optional<String> clientSecret, String label, Set<String> domains) {
  public OidcConfig {
    domains = Set.copyOf(domains);
  }

  @Override
  public String toString() {
    return "OidcConfig[" + issuer + "]";
  }
}
