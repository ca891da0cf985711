package ai.altertable.mcp.docs;

import java.util.List;
import java.util.Optional;

/**
 * The documentation that is shipped. Immutable; thread-safe.
 *
 * @param pages in reading order
 */
public record DocIndex(List<DocPage> pages) {
  public DocIndex {
    pages = List.copyOf(pages);
  }

  /** Every page that is shipped. */
  public static DocIndex load() {
    return new DocIndex(DocPage.NAMES.stream().map(DocPage::load).toList());
  }

  public Optional<DocPage> page(String name) {
    return pages.stream().filter(page -> page.name().equals(name)).findFirst();
  }
}
