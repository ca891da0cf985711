package ai.altertable.mcp.analytics;

/**
 * One thing that is wrong in a definition.
 *
 * @param path JSON path: {@code $.events[0].name}
 * @param message what is wrong and what is allowed
 */
public record DefinitionFault(String path, String message) {
  @Override
  public String toString() {
    return path + " " + message;
  }
}
