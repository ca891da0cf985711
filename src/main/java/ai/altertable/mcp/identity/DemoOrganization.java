package ai.altertable.mcp.identity;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.bus.Tenant;
import java.util.Optional;

/**
 * The organization that a first start makes, so that there is something to connect to.
 *
 * @param production its first environment
 * @param staging its second environment
 * @param newPassword of {@link #EMAIL}, only when the user was made just now; never told again
 */
public record DemoOrganization(Tenant production, Tenant staging, Optional<String> newPassword) {
  /** Its administrator. */
  public static final String EMAIL = "demo@altertable.local";

  static final String SLUG = "demo";

  public DemoOrganization {
    requireNonNull(production, "production is null");
    requireNonNull(staging, "staging is null");
    requireNonNull(newPassword, "newPassword is null");
  }

  @Override
  public String toString() {
    return "DemoOrganization[" + SLUG + "]";
  }
}
