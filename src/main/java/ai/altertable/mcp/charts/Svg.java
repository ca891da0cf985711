package ai.altertable.mcp.charts;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A drawing whose colours are not decided yet. Style attributes become attributes of their own:
 * pages forbid inline styles.
 */
final class Svg {
  /** Stand for colours while ECharts draws; each occurs nowhere else. */
  private static final Map<String, String> MARKS =
      new TreeMap<>(
          Map.of(
              "ink", "#010101",
              "quiet", "#020202",
              "line", "#030303",
              "ground", "#040404",
              "raised", "#050505"));

  private static final Pattern STYLE = Pattern.compile(" style=\"([^\"]*)\"");
  private static final Pattern SHORT_FONT = Pattern.compile("\\S+ \\S+ ([0-9.]+px) ([a-z-]+)");
  private static final Pattern COLOUR = Pattern.compile("(fill|stroke)=\"(#0[1-5]0[1-5]0[1-5])\"");
  private static final Pattern ROOT = Pattern.compile("^<svg ");

  private final String text;

  Svg(String drawn) {
    this.text = STYLE.matcher(drawn).replaceAll(Svg::attributes);
  }

  /** The marks by the names of the colours. */
  static JsonObject marks() {
    JsonObject marks = new JsonObject();
    MARKS.forEach(marks::put);
    return marks;
  }

  /**
   * With colours that a page's style decides: {@code var(--chart-ink)}.
   *
   * @param label what it shows, for those who do not see it
   */
  String themed(String label) {
    String coloured = coloured(name -> "var(--chart-" + name + ")");
    return ROOT.matcher(coloured)
        .replaceFirst(
            Matcher.quoteReplacement(
                "<svg role=\"img\" aria-label=\"" + MarkedText.escaped(label) + "\" "));
  }

  /** With these colours. */
  String in(Map<String, String> colours) {
    return coloured(colours::get);
  }

  private String coloured(Function<String, String> colour) {
    return COLOUR
        .matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    found.group(1) + "=\"" + colour.apply(name(found.group(2))) + "\""));
  }

  private static String name(String mark) {
    return MARKS.entrySet().stream()
        .filter(each -> each.getValue().equals(mark))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("ink");
  }

  private static String attributes(MatchResult style) {
    List<String> attributes = new ArrayList<>();
    for (String declaration : style.group(1).split(";")) {
      int colon = declaration.indexOf(':');
      if (colon < 0) {
        continue;
      }
      String property = declaration.substring(0, colon).strip();
      String value = declaration.substring(colon + 1).strip();
      Matcher font = SHORT_FONT.matcher(value);
      if (property.equals("font") && font.matches()) {
        attributes.add("font-size=\"" + font.group(1) + "\"");
        attributes.add("font-family=\"" + font.group(2) + "\"");
      } else if (property.startsWith("font-")) {
        attributes.add(property + "=\"" + value + "\"");
      }
    }
    return Matcher.quoteReplacement(attributes.isEmpty() ? "" : " " + String.join(" ", attributes));
  }
}
