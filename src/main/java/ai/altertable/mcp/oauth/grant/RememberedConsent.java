package ai.altertable.mcp.oauth.grant;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.bus.Tenant;
import java.util.Set;

/**
 * What a user allowed a client before in one environment, for answers to one host.
 *
 * @param scopes as decided last
 */
public record RememberedConsent(Tenant tenant, Set<Scope> scopes) {
  public RememberedConsent {
    requireNonNull(tenant, "tenant is null");
    scopes = Set.copyOf(scopes);
  }
}
