package ai.altertable.mcp.charts;

import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes shapes of a drawing's texts. Only what {@link Outlines} has no letters for stays text, for
 * the fonts of the system, where there are any.
 */
final class Lettering {
  private static final Logger LOG = LoggerFactory.getLogger(Lettering.class);
  private static final Pattern TEXT = Pattern.compile("<text ([^>]*)>([^<]*)</text>");
  private static final Pattern ATTRIBUTE = Pattern.compile("([a-z:-]+)=\"([^\"]*)\"");

  /** From the baseline up to the middle of a line, of its size: where "central" is. */
  private static final double MIDDLE = 0.34;

  /** The font has one weight; a bold letter is one with an edge, this wide of an em. */
  private static final double BOLD = 0.045;

  private static final Lettering INSTANCE = new Lettering(Outlines.load(), systemHasFonts());

  private final Outlines outlines;
  private final boolean systemFonts;

  /**
   * @param systemFonts whether Java can draw text by itself
   */
  Lettering(Outlines outlines, boolean systemFonts) {
    this.outlines = outlines;
    this.systemFonts = systemFonts;
  }

  /** For this machine; the first call reads the font. */
  static Lettering here() {
    return INSTANCE;
  }

  // a machine without fontconfig throws anything from a NullPointerException to a LinkageError
  @SuppressWarnings("PMD.AvoidCatchingThrowable")
  private static boolean systemHasFonts() {
    try {
      new Font(Font.SANS_SERIF, Font.PLAIN, 12)
          .createGlyphVector(new FontRenderContext(null, true, true), "a");
      return true;
    } catch (RuntimeException | LinkageError | InternalError none) {
      LOG.info("this machine has no fonts: charts are lettered in Latin, Greek and Cyrillic only");
      return false;
    }
  }

  /** The drawing with shapes in place of texts. */
  String outlined(String svg) {
    return TEXT.matcher(svg).replaceAll(text -> Matcher.quoteReplacement(outlined(text)));
  }

  private String outlined(MatchResult text) {
    String written = MarkedText.plain(text.group(2));
    if (systemFonts && !outlines.has(written)) {
      return text.group();
    }
    Map<String, String> given = attributes(text.group(1));
    Outlines.Line line = outlines.line(written);
    double size = number(given.getOrDefault("font-size", "12").replace("px", ""));
    double scale = size / outlines.unitsPerEm();
    double width = line.advance() * scale;
    String anchor = given.getOrDefault("text-anchor", "start");
    double left = anchor.equals("middle") ? width / 2 : anchor.equals("end") ? width : 0;
    double down = "central".equals(given.get("dominant-baseline")) ? MIDDLE * size : 0;
    double x = number(given.getOrDefault("x", "0")) - left;
    double y = number(given.getOrDefault("y", "0")) + down;
    String colour = given.getOrDefault("fill", "#000");
    String edge =
        "bold".equals(given.get("font-weight"))
            ? " stroke=\"%s\" stroke-width=\"%.0f\"".formatted(colour, BOLD * outlines.unitsPerEm())
            : "";
    return String.format(
        Locale.ROOT,
        "<path transform=\"%s translate(%.2f %.2f) scale(%.6f)\" fill=\"%s\"%s d=\"%s\"/>",
        given.getOrDefault("transform", ""),
        x,
        y,
        scale,
        colour,
        edge,
        line.path());
  }

  private static Map<String, String> attributes(String written) {
    Map<String, String> attributes = new HashMap<>();
    Matcher each = ATTRIBUTE.matcher(written);
    while (each.find()) {
      attributes.put(each.group(1), each.group(2));
    }
    return attributes;
  }

  private static double number(String text) {
    return Double.parseDouble(text);
  }
}
