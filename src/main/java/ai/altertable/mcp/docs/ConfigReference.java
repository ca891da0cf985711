package ai.altertable.mcp.docs;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code conf/config.yaml} says of its keys, as Markdown: what is written there is written
 * once. Groups become headings; comments stand before the keys that follow them.
 */
final class ConfigReference {
  /** Of the file's own form: a key of a group is two spaces in, and each is on one line. */
  private static final Pattern KEY = Pattern.compile("(  )?([a-z_]+):(?: (.+))?");

  private static final Pattern COMMENT = Pattern.compile(" *# ?(.*)");

  private final StringBuilder page = new StringBuilder();
  private final StringBuilder comment = new StringBuilder();
  private String group = "";

  private ConfigReference() {}

  /**
   * @param yaml content of the file
   * @throws IllegalArgumentException when a line has another form
   */
  static String markdown(String yaml) {
    ConfigReference reference = new ConfigReference();
    yaml.lines().forEach(reference::line);
    return reference.page.toString();
  }

  private void line(String line) {
    Matcher said = COMMENT.matcher(line);
    Matcher key = KEY.matcher(line);
    if (line.isBlank()) {
      // what stands alone is about the file
      comment.setLength(0);
    } else if (said.matches()) {
      comment.append(comment.isEmpty() ? "" : " ").append(said.group(1));
    } else if (!key.matches()) {
      throw new IllegalArgumentException("a line of the configuration is no key: " + line);
    } else if (key.group(1) != null) {
      key(group + "." + key.group(2), key.group(3));
    } else {
      group = key.group(2);
      page.append("\n## ").append(group).append("\n\n");
      if (key.group(3) != null) {
        key(group, key.group(3));
      }
    }
  }

  private void key(String name, String value) {
    if (!comment.isEmpty()) {
      page.append('\n').append(comment).append("\n\n");
      comment.setLength(0);
    }
    boolean empty = value.equals("\"\"") || value.equals("[]");
    page.append("- `").append(name).append("`: ");
    page.append(empty ? "empty" : "`" + value + "`").append('\n');
  }
}
