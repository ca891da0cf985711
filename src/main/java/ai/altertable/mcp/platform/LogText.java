package ai.altertable.mcp.platform;

import java.util.regex.Pattern;

/**
 * Text for the log that may be a stranger's: it cannot begin a line that looks like one of ours,
 * nor speak to the terminal that shows it, nor turn the direction of what follows.
 */
final class LogText {
  /** Control, format and unassigned characters, and the separators that some readers break at. */
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

  /** The same, without the tabs and line breaks that a stack trace is laid out with. */
  private static final Pattern UNPRINTABLE_IN_LINES =
      Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}&&[^\n\t]]");

  private static final Pattern LINE = Pattern.compile("^(?=.)", Pattern.MULTILINE);
  private static final String INDENT = "    ";

  private LogText() {}

  /** In one line. */
  static String line(String text) {
    return UNPRINTABLE.matcher(text).replaceAll("?");
  }

  /** In several lines, none of which begins where a line of the log does. */
  static String indented(String text) {
    String plain = UNPRINTABLE_IN_LINES.matcher(text.replace("\r\n", "\n")).replaceAll("?");
    return LINE.matcher(plain).replaceAll(INDENT);
  }

  /** JSON in one line: what a terminal or a reader of lines could take for more is escaped. */
  static String json(String line) {
    String content = line.stripTrailing();
    return UNPRINTABLE
            .matcher(content)
            .replaceAll(
                found -> {
                  StringBuilder escaped = new StringBuilder();
                  // A backslash stands for itself in a replacement only when it is doubled.
                  found.group().chars().forEach(c -> escaped.append(String.format("\\\\u%04x", c)));
                  return escaped.toString();
                })
        + line.substring(content.length());
  }
}
