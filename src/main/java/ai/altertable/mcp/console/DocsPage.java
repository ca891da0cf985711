package ai.altertable.mcp.console;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.docs.DocIndex;
import ai.altertable.mcp.docs.DocPage;
import ai.altertable.mcp.oauth.http.SeeOther;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * {@code /docs}: the product's documentation, for anybody; it says nothing of anybody's data. Each
 * page is rendered once.
 */
final class DocsPage {
  private final Pages pages;

  DocsPage(Pages pages) {
    this.pages = pages;
  }

  /** Made when it is first used, which {@link #load} sees to. */
  private record Rendered(DocIndex docs, Map<String, String> html) {
    private static final Rendered ALL = of(DocIndex.load());

    static Rendered of(DocIndex docs) {
      return new Rendered(
          docs,
          docs.pages().stream()
              .collect(Collectors.toMap(DocPage::name, page -> Markdown.page(page.markdown()))));
    }
  }

  /** Renders all pages unless that was done. Blocks. */
  static void load() {
    requireNonNull(Rendered.ALL);
  }

  /** Sends the browser to the first page. */
  void first(RoutingContext context) {
    SeeOther.to(context, "/docs/" + DocPage.NAMES.get(0));
  }

  /** One page; leaves unknown names to the error page. */
  void show(RoutingContext context) {
    Optional<DocPage> page = Rendered.ALL.docs().page(context.pathParam("page"));
    if (page.isEmpty()) {
      context.next();
      return;
    }
    pages.send(
        context,
        200,
        "docs",
        Map.of(
            "title", page.get().title(),
            "name", page.get().name(),
            "pages", navigation(page.get().name()),
            "html", Rendered.ALL.html().get(page.get().name())));
  }

  private static List<Map<String, Object>> navigation(String current) {
    return Rendered.ALL.docs().pages().stream()
        .map(
            page ->
                Map.<String, Object>of(
                    "href", "/docs/" + page.name(),
                    "label", page.title(),
                    "current", page.name().equals(current)))
        .toList();
  }
}
