package ai.altertable.mcp.charts;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.Jvm;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts of pictures are shapes, so that a machine without fonts draws them, too. */
class LetteringTest {
  private static final String OPEN =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"300\" height=\"40\">";

  private final Outlines outlines = Outlines.load();

  private static String text(String attributes, String text) {
    return OPEN
        + "<text dominant-baseline=\"central\" font-size=\"20px\" fill=\"#102030\" "
        + attributes
        + ">"
        + text
        + "</text></svg>";
  }

  @Test
  void lettersOfEuropeAreShapes() {
    String drawn =
        new Lettering(outlines, true)
            .outlined(
                text(
                    "x=\"10\" y=\"20\"",
                    "Größe Ω Цена €1,200 · 5% → <&amp;>".replace("<", "&lt;")));

    assertThat(drawn).doesNotContain("<text").contains("<path ", "fill=\"#102030\"");
  }

  @Test
  void aTextIsWhereItsAnchorSays() throws IOException {
    int left = firstInk(text("x=\"150\" y=\"20\" text-anchor=\"start\"", "HHHH"));
    int middle = firstInk(text("x=\"150\" y=\"20\" text-anchor=\"middle\"", "HHHH"));
    int right = firstInk(text("x=\"150\" y=\"20\" text-anchor=\"end\"", "HHHH"));

    // four letters H of 20 pixels are 58 wide; pictures are twice as fine
    assertThat(left).isBetween(300, 306);
    assertThat(middle).isBetween(242, 248);
    assertThat(right).isBetween(184, 190);
  }

  private int firstInk(String svg) throws IOException {
    BufferedImage image =
        ImageIO.read(
            new java.io.ByteArrayInputStream(
                Raster.png(new Lettering(outlines, false).outlined(svg), "#ffffff")));
    int middle = image.getHeight() / 2;
    for (int x = 0; x < image.getWidth(); x++) {
      if ((image.getRGB(x, middle) & 0xff) < 128) {
        return x;
      }
    }
    throw new AssertionError("nothing is drawn");
  }

  @Test
  void whatTheFontLacksIsLeftToTheSystemOrIsABox() {
    for (String other : new String[] {"漢字", "نص", "ab漢"}) {
      String svg = text("x=\"1\" y=\"1\"", other);

      assertThat(new Lettering(outlines, true).outlined(svg)).isEqualTo(svg);
      assertThat(new Lettering(outlines, false).outlined(svg)).doesNotContain("<text");
    }
  }

  /** Without fontconfig, Java cannot even name a font. */
  @Test
  void aMachineWithoutFontsDrawsThemAll(@TempDir Path folder) throws Exception {
    Path picture = folder.resolve("picture.png");
    try (Jvm jvm =
        Jvm.start(
            Map.of("JAVA_TOOL_OPTIONS", "-Dsun.font.fontmanager=none.such"),
            Drawing.class,
            picture.toString())) {
      assertThat(jvm.await()).as(jvm.output()).isZero();
    }

    BufferedImage image = ImageIO.read(picture.toFile());
    // the ink of the title, at the left above
    long ink = 0;
    for (int y = 20; y < 60; y++) {
      for (int x = 32; x < 300; x++) {
        ink += (image.getRGB(x, y) & 0xff) < 100 ? 1 : 0;
      }
    }
    assertThat(ink).isGreaterThan(500);
  }

  /** Draws a chart with a name that no bundled font has. */
  static final class Drawing {
    private Drawing() {}

    public static void main(String[] arguments) throws IOException {
      String svg = text("x=\"16\" y=\"20\"", "Revenue by day 漢");
      Files.write(Path.of(arguments[0]), Raster.png(Lettering.here().outlined(svg), "#ffffff"));
    }
  }
}
