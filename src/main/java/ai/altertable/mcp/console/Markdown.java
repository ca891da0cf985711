package ai.altertable.mcp.console;

import java.util.List;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * Markdown to HTML that is safe in a page, whoever wrote it: HTML in it is shown as text, and links
 * lead to http, https and mailto only.
 */
public final class Markdown {
  private static final List<Extension> TABLES = List.of(TablesExtension.create());
  private static final Parser PARSER = Parser.builder().extensions(TABLES).build();
  private static final HtmlRenderer RENDERER = renderer(TABLES);
  private static final HtmlRenderer WITH_ANCHORS =
      renderer(List.of(TablesExtension.create(), HeadingAnchorExtension.create()));

  private Markdown() {}

  private static HtmlRenderer renderer(List<Extension> extensions) {
    return HtmlRenderer.builder()
        .extensions(extensions)
        .escapeHtml(true)
        .sanitizeUrls(true)
        .percentEncodeUrls(true)
        .build();
  }

  public static String html(String text) {
    return RENDERER.render(PARSER.parse(text));
  }

  /** With headings that can be linked to. */
  static String page(String text) {
    return WITH_ANCHORS.render(PARSER.parse(text));
  }
}
