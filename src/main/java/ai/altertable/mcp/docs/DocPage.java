package ai.altertable.mcp.docs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A page of the product's documentation.
 *
 * @param name its last path segment: {@code sql}
 * @param title its first heading
 * @param markdown the whole page
 * @param sections its parts, in order
 */
public record DocPage(String name, String title, String markdown, List<Section> sections) {
  /** Every page that is shipped, in reading order. */
  public static final List<String> NAMES =
      List.of(
          "connecting",
          "environments",
          "tools",
          "sql",
          "engines",
          "connections",
          "results",
          "events",
          "semantic-models",
          "insights",
          "charts",
          "dashboards",
          "discoveries",
          "memory",
          "operating",
          "configuration",
          "capacity");

  /** The page that goes on with what the configuration's own file says. */
  private static final String REFERENCE = "configuration";

  public DocPage {
    sections = List.copyOf(sections);
  }

  /**
   * A part of a page under one heading.
   *
   * @param heading the page's title for its introduction
   * @param text Markdown without the heading
   */
  public record Section(String heading, String text) {}

  /** Reads a page from the resources of the jar. */
  static DocPage load(String name) {
    String page = resource("/webroot/docs/" + name + ".md");
    return parse(
        name,
        name.equals(REFERENCE)
            ? page + ConfigReference.markdown(resource("/conf/config.yaml"))
            : page);
  }

  private static String resource(String path) {
    try (InputStream in = DocPage.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static DocPage parse(String name, String markdown) {
    List<Section> sections = new ArrayList<>();
    String title = name;
    String heading = name;
    boolean code = false;
    StringBuilder text = new StringBuilder();
    for (String line : markdown.split("\n")) {
      code ^= line.startsWith("```");
      if (!code && line.startsWith("#")) {
        addSection(sections, heading, text);
        heading = line.replaceFirst("^#+ *", "");
        title = line.startsWith("# ") ? heading : title;
      } else {
        text.append(line).append('\n');
      }
    }
    addSection(sections, heading, text);
    return new DocPage(name, title, markdown, sections);
  }

  /** Its address as a resource. */
  public String uri() {
    return "altertable://docs/" + name;
  }

  private static void addSection(List<Section> sections, String heading, StringBuilder text) {
    if (!text.toString().isBlank()) {
      sections.add(new Section(heading, text.toString().strip()));
    }
    text.setLength(0);
  }
}
