package ai.altertable.mcp.console;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What the app shows, out of the jar. It takes a while to read, so it is not a part of the start.
 * Shared by all instances of the node.
 *
 * @param pages compiled
 * @param others what is served beside the pages
 */
public record AppBundle(Pages pages, List<Routes> others) {
  public AppBundle {
    requireNonNull(pages, "pages is null");
    others = List.copyOf(others);
  }
}
