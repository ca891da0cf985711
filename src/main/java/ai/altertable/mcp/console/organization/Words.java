package ai.altertable.mcp.console.organization;

import java.util.List;

/** How pages put what the services know. */
final class Words {
  private Words() {}

  /**
   * @param scopes wire names
   */
  static String access(List<String> scopes) {
    if (scopes.contains("admin")) {
      return "Administration";
    }
    return scopes.contains("write") ? "Read and write" : "Read";
  }
}
