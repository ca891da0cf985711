package ai.altertable.mcp.console;

import io.nayuki.qrcodegen.QrCode;

/** A QR code as the path of an SVG picture: no service is asked, no script and no style needed. */
final class QrPicture {
  /** ISO/IEC 18004 section 6.3.8: four modules of nothing around it. */
  private static final int QUIET = 4;

  private final QrCode code;

  QrPicture(String text) {
    this.code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
  }

  /** Width and height of the picture, in modules. */
  int size() {
    return code.size + 2 * QUIET;
  }

  /** Squares of one by one, for the attribute {@code d}. */
  String path() {
    StringBuilder path = new StringBuilder();
    for (int y = 0; y < code.size; y++) {
      for (int x = 0; x < code.size; x++) {
        if (code.getModule(x, y)) {
          path.append('M').append(x + QUIET).append(' ').append(y + QUIET).append("h1v1h-1z");
        }
      }
    }
    return path.toString();
  }
}
