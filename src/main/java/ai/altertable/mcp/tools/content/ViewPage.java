package ai.altertable.mcp.tools.content;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.altertable.mcp.charts.ChartScripts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A view of MCP Apps: one HTML document with everything in it. Its parts are files under {@code
 * webroot/views}, beside the scripts that draw charts ({@code echarts.js}, {@code drawing.js});
 * {@code <script data-include="host.js"></script>} stands for the content of that file, and {@code
 * <style …>} likewise. Whatever a file needs must be in it: views have no network.
 *
 * @param name last segment of its address
 * @param title for people
 * @param html the whole document
 */
record ViewPage(String name, String title, String html) {
  private static final Pattern INCLUDE =
      Pattern.compile("<(script|style) data-include=\"([a-z0-9.-]+)\"></\\1>");

  /** Reads a view from the resources of the jar. */
  static ViewPage load(String name, String title) {
    Matcher includes = INCLUDE.matcher(read(name + ".html"));
    StringBuilder html = new StringBuilder();
    while (includes.find()) {
      String tag = includes.group(1);
      String included = "<" + tag + ">\n" + content(tag, includes.group(2)) + "</" + tag + ">";
      // Not as the replacement: that would look through a megabyte of script for groups.
      includes.appendReplacement(html, "");
      html.append(included);
    }
    return new ViewPage(name, title, includes.appendTail(html).toString());
  }

  private static String content(String tag, String file) {
    String content = read(file);
    if (content.contains("</" + tag)) {
      throw new IllegalStateException(file + " would end its own " + tag);
    }
    return content;
  }

  private static String read(String file) {
    return switch (file) {
      case "echarts.js" -> ChartScripts.echarts();
      case "drawing.js" -> ChartScripts.drawing();
      default -> resource(file);
    };
  }

  private static String resource(String file) {
    String path = "/webroot/views/" + file;
    try (InputStream in = ViewPage.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + path);
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
