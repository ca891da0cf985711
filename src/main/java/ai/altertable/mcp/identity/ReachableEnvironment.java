package ai.altertable.mcp.identity;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.bus.Tenant;
import java.util.Set;

/**
 * An environment that a user may reach.
 *
 * @param organizationName for people
 * @param environmentName for people
 * @param scopes what the user may do there; never empty
 */
public record ReachableEnvironment(
    Tenant tenant, String organizationName, String environmentName, Set<Scope> scopes) {
  public ReachableEnvironment {
    requireNonNull(tenant, "tenant is null");
    requireNonNull(organizationName, "organizationName is null");
    requireNonNull(environmentName, "environmentName is null");
    scopes = Set.copyOf(scopes);
  }
}
