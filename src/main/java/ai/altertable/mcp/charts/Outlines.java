package ai.altertable.mcp.charts;

import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.text.Bidi;
import java.util.HashMap;
import java.util.Map;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.GlyphData;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;

/**
 * The letters of Liberation Sans, which is in the jar, as outlines: a server need not have a font,
 * nor the libraries by which Java finds fonts. Latin, Greek and Cyrillic. Thread-safe.
 */
final class Outlines {
  private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";
  private static final int MISSING = 0;

  private final TrueTypeFont font;
  private final CmapLookup characters;
  private final int unitsPerEm;
  private final Map<Integer, Letter> letters = new HashMap<>();

  private record Letter(Path2D outline, int advance) {}

  /**
   * A text on one line, from its origin on the baseline to the right, downwards positive.
   *
   * @param path as SVG writes it, in the font's units
   * @param advance width in the font's units
   */
  record Line(String path, int advance) {}

  private Outlines(TrueTypeFont font) throws IOException {
    this.font = font;
    this.characters = font.getUnicodeCmapLookup();
    this.unitsPerEm = font.getUnitsPerEm();
  }

  /** Reads the font. Blocks for some milliseconds. */
  static Outlines load() {
    try (InputStream file = Outlines.class.getResourceAsStream(FONT)) {
      if (file == null) {
        throw new IllegalStateException("the font is not in the jar");
      }
      // the font reads on from its copy in memory
      return new Outlines(new TTFParser().parse(new RandomAccessReadBuffer(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many of the font's units an em has. */
  int unitsPerEm() {
    return unitsPerEm;
  }

  /** Whether each character has a letter, and they stand from left to right as they are written. */
  boolean has(String text) {
    char[] all = text.toCharArray();
    return !Bidi.requiresBidi(all, 0, all.length)
        && text.codePoints().allMatch(each -> characters.getGlyphId(each) != MISSING);
  }

  /** The letters of a text; a box for each character that has none. */
  synchronized Line line(String text) {
    Path2D path = new Path2D.Float();
    int advance = 0;
    for (int each : text.codePoints().toArray()) {
      Letter letter = letters.computeIfAbsent(characters.getGlyphId(each), this::letter);
      path.append(
          letter.outline.getPathIterator(new AffineTransform(1, 0, 0, -1, advance, 0)), false);
      advance += letter.advance;
    }
    return new Line(written(path), advance);
  }

  private Letter letter(int id) {
    try {
      GlyphData glyph = font.getGlyph().getGlyph(id);
      Path2D outline = glyph == null ? new Path2D.Float() : glyph.getPath();
      return new Letter(outline, font.getAdvanceWidth(id));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String written(Path2D path) {
    StringBuilder out = new StringBuilder();
    float[] at = new float[6];
    for (PathIterator step = path.getPathIterator(null); !step.isDone(); step.next()) {
      switch (step.currentSegment(at)) {
        case PathIterator.SEG_MOVETO -> points(out.append('M'), at, 2);
        case PathIterator.SEG_LINETO -> points(out.append('L'), at, 2);
        case PathIterator.SEG_QUADTO -> points(out.append('Q'), at, 4);
        case PathIterator.SEG_CUBICTO -> points(out.append('C'), at, 6);
        default -> out.append('Z');
      }
    }
    return out.toString();
  }

  private static void points(StringBuilder out, float[] at, int count) {
    for (int i = 0; i < count; i++) {
      out.append(i == 0 ? "" : " ").append(Math.round(at[i]));
    }
  }
}
