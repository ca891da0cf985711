package ai.altertable.mcp.console.organization;

import ai.altertable.mcp.administration.Access;
import ai.altertable.mcp.administration.Actor;
import ai.altertable.mcp.administration.Membership;
import ai.altertable.mcp.administration.Refused;
import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.identity.ReachableEnvironment;
import io.vertx.core.Future;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code /console}, an organization's environments, and the home of each of them. */
final class OrganizationPages {
  private final Access access;
  private final String endpoint;

  /**
   * @param endpoint canonical resource of the MCP endpoint
   */
  OrganizationPages(Access access, String endpoint) {
    this.access = access;
    this.endpoint = endpoint;
  }

  void mount(ConsoleFrame frame) {
    frame.page("/console", this::organizations);
    frame.page("/console/:organization", this::organization);
    frame.page("/console/:organization/:environment", this::environment);
  }

  private Future<View> organizations(Visit visit) {
    return access
        .organizations(visit.actor())
        .map(
            memberships ->
                View.of("console-organizations", "Organizations")
                    .with("organizations", memberships.stream().map(this::row).toList()));
  }

  private Map<String, Object> row(Membership membership) {
    return Map.of(
        "href", "/console/" + membership.organization(),
        "name", membership.name(),
        "slug", membership.organization(),
        "role", membership.role().name().toLowerCase(Locale.ROOT));
  }

  private Future<View> organization(Visit visit) {
    return access
        .member(visit.actor(), visit.organization())
        .compose(
            membership ->
                reachable(visit.actor(), visit.organization())
                    .map(
                        environments ->
                            View.of("console-organization", membership.name())
                                .in("environments")
                                .under("/console", "Organizations")
                                .with("slug", membership.organization())
                                .with("administers", membership.admin())
                                .with(
                                    "environments",
                                    environments.stream().map(this::row).toList())));
  }

  private Map<String, Object> row(ReachableEnvironment environment) {
    return Map.of(
        "href", "/console/" + environment.tenant().path(),
        "name", environment.environmentName(),
        "slug", environment.tenant().environment(),
        "access", access(environment),
        "endpoint", endpoint(environment));
  }

  private Future<View> environment(Visit visit) {
    return reachable(visit.actor(), visit.organization())
        .map(
            environments ->
                environments.stream()
                    .filter(one -> one.tenant().environment().equals(visit.environment()))
                    .findAny()
                    .orElseThrow(() -> Refused.notFound("environment")))
        .map(
            environment ->
                View.of("console-environment", environment.environmentName())
                    .in("environments")
                    .under("/console", "Organizations")
                    .under(visit.home(), environment.organizationName())
                    .with("name", environment.tenant().environment())
                    .with(
                        "connection",
                        environment.tenant().organization()
                            + "-"
                            + environment.tenant().environment())
                    .with("access", access(environment))
                    .with("endpoint", endpoint(environment)));
  }

  private Future<List<ReachableEnvironment>> reachable(Actor.Person actor, String organization) {
    return access
        .environments(actor)
        .map(
            all ->
                all.stream()
                    .filter(one -> one.tenant().organization().equals(organization))
                    .toList());
  }

  private String endpoint(ReachableEnvironment environment) {
    return endpoint + "/" + environment.tenant().path();
  }

  private static String access(ReachableEnvironment environment) {
    return environment.scopes().contains(Scope.WRITE) ? "Read and write" : "Read";
  }
}
