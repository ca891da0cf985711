package ai.altertable.mcp.lakehouse.duckdb;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** DuckDB's text of an interval, {@code 1 year 2 days -04:05:06.5}, in ISO 8601. */
final class IsoInterval {
  private static final Pattern TIME = Pattern.compile("(-?)(\\d+):(\\d+):(\\d+(?:\\.\\d+)?)");

  private IsoInterval() {}

  static String of(String text) {
    StringBuilder date = new StringBuilder();
    StringBuilder time = new StringBuilder();
    String[] words = text.split(" ");
    int i = 0;
    while (i < words.length) {
      Matcher clock = TIME.matcher(words[i]);
      if (clock.matches()) {
        String sign = clock.group(1);
        append(time, sign, clock.group(2), "H");
        append(time, sign, clock.group(3), "M");
        append(time, sign, clock.group(4), "S");
        i++;
      } else if (i + 1 < words.length) {
        append(date, "", words[i], words[i + 1].substring(0, 1).toUpperCase(java.util.Locale.ROOT));
        i += 2;
      } else {
        return text;
      }
    }
    if (date.isEmpty() && time.isEmpty()) {
      return "PT0S";
    }
    return "P" + date + (time.isEmpty() ? "" : "T" + time);
  }

  private static void append(StringBuilder parts, String sign, String number, String unit) {
    BigDecimal value = new BigDecimal(number);
    if (value.signum() != 0) {
      parts.append(sign).append(value.stripTrailingZeros().toPlainString()).append(unit);
    }
  }
}
