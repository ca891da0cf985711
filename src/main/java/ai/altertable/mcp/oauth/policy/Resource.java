package ai.altertable.mcp.oauth.policy;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.bus.Tenant;
import java.util.Optional;

/**
 * A protected resource that tokens can be for.
 *
 * @param uri resource indicator (RFC 8707), the {@code aud} of its tokens
 * @param environment the one environment it stands for, or empty for the canonical resource, which
 *     stands for whichever the user chooses
 */
public record Resource(String uri, Optional<EnvironmentPath> environment) {
  public Resource {
    requireNonNull(uri, "uri is null");
    requireNonNull(environment, "environment is null");
  }

  /** Whether tokens for it may be used in that environment. */
  public boolean admits(Tenant tenant) {
    return environment
        .map(
            path ->
                path.organization().equals(tenant.organization())
                    && path.environment().equals(tenant.environment()))
        .orElse(true);
  }

  /**
   * An environment by its slugs.
   *
   * @param organization slug
   * @param environment slug
   */
  public record EnvironmentPath(String organization, String environment) {}
}
