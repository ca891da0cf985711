package ai.altertable.mcp.console.organization;

import ai.altertable.mcp.identity.OrganizationRole;
import java.util.List;

/** How pages put what the services know. */
final class Words {
  private Words() {}

  /**
   * @param scopes wire names
   */
  static String access(List<String> scopes) {
    String data = scopes.contains("write") ? "Read and write" : "Read";
    if (!scopes.contains("admin")) {
      return data;
    }
    return scopes.size() == 1 ? "Administration" : data + ", administration";
  }

  static String role(OrganizationRole role) {
    return switch (role) {
      case ADMIN -> "Admin";
      case WRITER -> "Writer";
      case READER -> "Reader";
      case MEMBER -> "Member";
    };
  }
}
