package ai.altertable.mcp.tools.context;

import ai.altertable.mcp.tools.search.TextIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The documentation that is shipped, and its sections to be searched. Immutable; thread-safe. */
public final class DocIndex {
  private final List<DocPage> pages;
  private final TextIndex<Found> sections;

  DocIndex(List<DocPage> pages) {
    this.pages = List.copyOf(pages);
    List<TextIndex.Text<Found>> texts = new ArrayList<>();
    for (DocPage page : pages) {
      for (DocPage.Section section : page.sections()) {
        texts.add(
            new TextIndex.Text<>(
                new Found(page, section), section.heading() + " " + page.title(), section.text()));
      }
    }
    this.sections = new TextIndex<>(texts);
  }

  /** The index over every page that is shipped. */
  public static DocIndex load() {
    return new DocIndex(DocPage.NAMES.stream().map(DocPage::load).toList());
  }

  /** A section and its page. */
  record Found(DocPage page, DocPage.Section section) {}

  /** Every page, in reading order. */
  public List<DocPage> pages() {
    return pages;
  }

  public Optional<DocPage> page(String name) {
    return pages.stream().filter(page -> page.name().equals(name)).findFirst();
  }

  /** The best first; empty when no word is known. */
  List<TextIndex.Hit<Found>> search(String query, int limit) {
    return sections.search(query, limit);
  }
}
