package ai.altertable.mcp.identity;

import ai.altertable.mcp.bus.Scope;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Which scopes roles give. Roles add up; none takes away. */
public final class AccessPolicy {
  private static final Set<Scope> NOTHING = Set.of();
  private static final Set<Scope> READ = Set.of(Scope.READ);
  private static final Set<Scope> READ_WRITE = Set.copyOf(EnumSet.allOf(Scope.class));

  private AccessPolicy() {}

  /**
   * What a member of an organization may do in one of its environments.
   *
   * @param inEnvironment the role there, if there is one
   * @return empty when the environment is out of reach
   */
  public static Set<Scope> scopes(
      OrganizationRole inOrganization, Optional<EnvironmentRole> inEnvironment) {
    boolean writes =
        inOrganization == OrganizationRole.ADMIN
            || inOrganization == OrganizationRole.WRITER
            || inEnvironment.filter(EnvironmentRole.WRITER::equals).isPresent();
    if (writes) {
      return READ_WRITE;
    }
    boolean reads = inOrganization == OrganizationRole.READER || inEnvironment.isPresent();
    return reads ? READ : NOTHING;
  }

  /**
   * What is left of scopes under an organization's policy.
   *
   * @param writeAllowed whether any client may write there
   */
  public static Set<Scope> capped(Set<Scope> scopes, boolean writeAllowed) {
    return writeAllowed || !scopes.contains(Scope.WRITE) ? scopes : READ;
  }
}
