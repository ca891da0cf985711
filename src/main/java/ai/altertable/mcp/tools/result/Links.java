package ai.altertable.mcp.tools.result;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.bus.Tenant;
import java.net.URI;

/**
 * Links to the app's pages of saved things.
 *
 * @param app public origin of the app, no trailing slash
 */
public record Links(URI app) {
  public Links {
    requireNonNull(app, "app is null");
  }

  public String insight(Tenant tenant, String slug) {
    return of(tenant, "insights", slug);
  }

  public String dashboard(Tenant tenant, String slug) {
    return of(tenant, "dashboards", slug);
  }

  public String discovery(Tenant tenant, String slug) {
    return of(tenant, "discoveries", slug);
  }

  private String of(Tenant tenant, String kind, String slug) {
    // slugs of organizations, environments and assets need no escaping
    return app + "/console/" + tenant.path() + "/" + kind + "/" + slug;
  }
}
