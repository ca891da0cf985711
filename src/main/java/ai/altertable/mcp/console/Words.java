package ai.altertable.mcp.console;

import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.identity.OrganizationRole;
import ai.altertable.mcp.identity.ReachableEnvironment;
import java.util.List;
import java.util.Set;

/** How pages put what the services know. */
public final class Words {
  private Words() {}

  /** What a client or a user may do. */
  public static String access(Set<Scope> scopes) {
    return scopes.contains(Scope.WRITE) ? "Read and write" : "Read";
  }

  /**
   * @param scopes wire names
   */
  public static String access(List<String> scopes) {
    String data = scopes.contains("write") ? "Read and write" : "Read";
    if (!scopes.contains("admin")) {
      return data;
    }
    return scopes.size() == 1 ? "Administration" : data + ", administration";
  }

  /** An environment with its organization. */
  public static String place(ReachableEnvironment environment) {
    return environment.organizationName() + " / " + environment.environmentName();
  }

  public static String role(OrganizationRole role) {
    return switch (role) {
      case ADMIN -> "Admin";
      case WRITER -> "Writer";
      case READER -> "Reader";
      case MEMBER -> "Member";
    };
  }
}
