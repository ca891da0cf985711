package ai.altertable.mcp.charts;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/**
 * Keeps the text of data text. ECharts writes text into its SVG as it is, so whatever means
 * something in XML goes in as a character that means nothing, and comes out as an entity.
 */
final class MarkedText {
  /** From Unicode's private use area; dropped from data, where they mean nothing to anybody. */
  private static final Map<Character, Character> MARKS =
      Map.of('&', '\uE000', '<', '\uE001', '>', '\uE002', '"', '\uE003', '\'', '\uE004');

  private static final Map<Character, String> ENTITIES =
      Map.of(
          '\uE000', "&amp;",
          '\uE001', "&lt;",
          '\uE002', "&gt;",
          '\uE003', "&quot;",
          '\uE004', "&#39;");

  private MarkedText() {}

  /** A copy with every text marked. */
  static JsonObject marked(JsonObject json) {
    JsonObject marked = new JsonObject();
    json.forEach(each -> marked.put(each.getKey(), markedValue(each.getValue())));
    return marked;
  }

  private static Object markedValue(Object value) {
    if (value instanceof JsonObject object) {
      return marked(object);
    }
    if (value instanceof JsonArray array) {
      JsonArray marked = new JsonArray();
      array.forEach(each -> marked.add(markedValue(each)));
      return marked;
    }
    return value instanceof String text ? marked(text) : value;
  }

  private static String marked(String text) {
    StringBuilder marked = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char at = text.charAt(i);
      if (Character.isISOControl(at)) {
        marked.append(' ');
      } else if (!ENTITIES.containsKey(at) && at != '\uFFFE' && at != '\uFFFF' && !alone(text, i)) {
        marked.append(MARKS.getOrDefault(at, at));
      }
    }
    return marked.toString();
  }

  /** Half of a character is no XML. */
  private static boolean alone(String text, int i) {
    char at = text.charAt(i);
    if (Character.isHighSurrogate(at)) {
      return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    return Character.isLowSurrogate(at)
        && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
  }

  /** Text as it may stand in XML. */
  static String escaped(String text) {
    return unmarked(marked(text));
  }

  /** Text out of XML that {@link #escaped} or {@link #unmarked} made. */
  static String plain(String xml) {
    String text = xml;
    for (Map.Entry<Character, Character> mark : MARKS.entrySet()) {
      if (mark.getKey() != '&') {
        text = text.replace(ENTITIES.get(mark.getValue()), mark.getKey().toString());
      }
    }
    // at last: it may be followed by what looks like another
    return text.replace("&amp;", "&");
  }

  /** The marks as entities. */
  static String unmarked(String svg) {
    StringBuilder text = new StringBuilder(svg.length());
    for (int i = 0; i < svg.length(); i++) {
      String entity = ENTITIES.get(svg.charAt(i));
      if (entity == null) {
        text.append(svg.charAt(i));
      } else {
        text.append(entity);
      }
    }
    return text.toString();
  }
}
