package ai.altertable.mcp.console.organization;

import ai.altertable.mcp.administration.ConnectionDesk;
import ai.altertable.mcp.administration.Reach;
import ai.altertable.mcp.console.Words;
import ai.altertable.mcp.identity.ReachableEnvironment;
import ai.altertable.mcp.identity.admin.Organization;
import ai.altertable.mcp.lakehouse.connection.ConnectionView;
import io.vertx.core.Future;
import java.util.Map;

/** {@code /console}, an organization's environments, and the home of each of them. */
final class OrganizationPages {
  private final Reach reach;
  private final ConnectionDesk connections;
  private final String endpoint;

  /**
   * @param endpoint canonical resource of the MCP endpoint
   */
  OrganizationPages(Reach reach, ConnectionDesk connections, String endpoint) {
    this.reach = reach;
    this.connections = connections;
    this.endpoint = endpoint;
  }

  void mount(ConsoleFrame frame) {
    frame.page("/console", this::organizations);
    frame.page("/console/:organization", this::organization);
    frame.page("/console/:organization/:environment", this::environment);
  }

  private Future<View> organizations(Visit visit) {
    return reach
        .organizations(visit.actor())
        .map(
            memberships ->
                View.of("console-organizations", "Organizations")
                    .with("organizations", memberships.stream().map(this::row).toList()));
  }

  private Map<String, Object> row(Organization membership) {
    return Map.of(
        "href", "/console/" + membership.slug(),
        "name", membership.name(),
        "slug", membership.slug(),
        "role", Words.role(membership.role()));
  }

  private Future<View> organization(Visit visit) {
    return reach
        .organization(visit.actor(), visit.organization())
        .compose(
            membership ->
                reach
                    .environments(visit.actor(), visit.organization())
                    .map(
                        environments ->
                            View.of("console-organization", membership.name())
                                .in("environments")
                                .with("slug", membership.slug())
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
        "access", Words.access(environment.scopes()),
        "endpoint", endpoint(environment));
  }

  private Future<View> environment(Visit visit) {
    return reach
        .environment(visit.actor(), visit.organization(), visit.environment())
        .compose(
            environment ->
                connections
                    .seen(environment)
                    .map(
                        catalogs ->
                            View.of("console-environment", environment.environmentName())
                                .in("environments")
                                .with("path", visit.home() + "/" + visit.environment())
                                .with("connection", environment.tenant().path().replace('/', '-'))
                                .with("access", Words.access(environment.scopes()))
                                .with("endpoint", endpoint(environment))
                                .with(
                                    "catalogs",
                                    catalogs.stream().map(OrganizationPages::catalog).toList())));
  }

  private static Map<String, Object> catalog(ConnectionView view) {
    return Map.of(
        "catalog", view.catalog(),
        "name", view.name(),
        "engine", view.engine(),
        "description", view.description());
  }

  private String endpoint(ReachableEnvironment environment) {
    return endpoint + "/" + environment.tenant().path();
  }
}
