package ai.altertable.mcp.bus;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;
import java.util.UUID;

/**
 * The one environment that a call may touch.
 *
 * @param organizationId key of the organization
 * @param organization its slug
 * @param environmentId key of the environment; the tenant boundary everywhere
 * @param environment its slug
 */
public record Tenant(
    UUID organizationId, String organization, UUID environmentId, String environment) {
  public Tenant {
    requireNonNull(organizationId, "organizationId is null");
    requireNonNull(organization, "organization is null");
    requireNonNull(environmentId, "environmentId is null");
    requireNonNull(environment, "environment is null");
  }

  /** {@code organization/environment}, as people and results name it. */
  public String path() {
    return organization + "/" + environment;
  }

  JsonObject toJson() {
    return new JsonObject()
        .put("organizationId", organizationId.toString())
        .put("organization", organization)
        .put("environmentId", environmentId.toString())
        .put("environment", environment);
  }

  static Tenant fromJson(JsonObject json) {
    return new Tenant(
        UUID.fromString(json.getString("organizationId")),
        json.getString("organization"),
        UUID.fromString(json.getString("environmentId")),
        json.getString("environment"));
  }
}
