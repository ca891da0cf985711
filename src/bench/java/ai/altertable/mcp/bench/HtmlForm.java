package ai.altertable.mcp.bench;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The form of a page that is sent by a given button; enough HTML for our own pages. */
final class HtmlForm {
  private static final Pattern FORM = Pattern.compile("(?is)<form([^>]*)>(.*?)</form>");
  private static final Pattern BUTTON = Pattern.compile("(?is)<button([^>]*)>(.*?)</button>");
  private static final Pattern INPUT = Pattern.compile("(?is)<input([^>]*)>");
  private static final Pattern SELECT = Pattern.compile("(?is)<select([^>]*)>(.*?)</select>");
  private static final Pattern OPTION = Pattern.compile("(?is)<option([^>]*)>(.*?)</option>");
  private static final Pattern ATTRIBUTE = Pattern.compile("([\\w-]+)(?:\\s*=\\s*\"([^\"]*)\")?");

  private final URI action;
  private final String body;
  private final Map<String, String> values = new LinkedHashMap<>();

  private HtmlForm(URI action, String body) {
    this.action = action;
    this.body = body;
    INPUT.matcher(body).results().map(input -> attributes(input.group(1))).forEach(this::preset);
    SELECT.matcher(body).results().forEach(this::preset);
  }

  /** Finds the form with that button and presses it. */
  static HtmlForm of(URI page, String html, String button) {
    for (MatchResult form : FORM.matcher(html).results().toList()) {
      for (MatchResult found : BUTTON.matcher(form.group(2)).results().toList()) {
        if (found.group(2).replaceAll("<[^>]*>", "").trim().equals(button)) {
          String action = attributes(form.group(1)).getOrDefault("action", "");
          HtmlForm result = new HtmlForm(page.resolve(action), form.group(2));
          Map<String, String> pressed = attributes(found.group(1));
          if (pressed.containsKey("name")) {
            result.values.put(pressed.get("name"), pressed.getOrDefault("value", ""));
          }
          return result;
        }
      }
    }
    throw new IllegalStateException("no button " + button + " at " + page + ":\n" + html);
  }

  /** Types into the first input of that type. */
  void fill(String type, String value) {
    for (MatchResult input : INPUT.matcher(body).results().toList()) {
      Map<String, String> attributes = attributes(input.group(1));
      if (type.equals(attributes.get("type"))) {
        values.put(attributes.get("name"), value);
        return;
      }
    }
    throw new IllegalStateException("no input of type " + type + " at " + action);
  }

  /** Sets a field by its name: ticks a box, chooses. */
  void set(String name, String value) {
    values.put(name, value);
  }

  URI action() {
    return action;
  }

  String encoded() {
    return values.entrySet().stream()
        .map(value -> encode(value.getKey()) + "=" + encode(value.getValue()))
        .collect(Collectors.joining("&"));
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private void preset(Map<String, String> input) {
    String type = input.getOrDefault("type", "text");
    boolean toggle = type.equals("checkbox") || type.equals("radio");
    if (input.containsKey("name") && (!toggle || input.containsKey("checked"))) {
      values.put(input.get("name"), input.getOrDefault("value", toggle ? "on" : ""));
    }
  }

  private void preset(MatchResult select) {
    String chosen = null;
    for (MatchResult option : OPTION.matcher(select.group(2)).results().toList()) {
      Map<String, String> attributes = attributes(option.group(1));
      if (chosen == null || attributes.containsKey("selected")) {
        chosen = attributes.getOrDefault("value", option.group(2).trim());
      }
    }
    if (chosen != null) {
      values.put(attributes(select.group(1)).get("name"), chosen);
    }
  }

  private static Map<String, String> attributes(String tag) {
    Map<String, String> found = new LinkedHashMap<>();
    Matcher matcher = ATTRIBUTE.matcher(tag);
    while (matcher.find()) {
      String value = matcher.group(2) == null ? "" : matcher.group(2);
      found.put(matcher.group(1).toLowerCase(java.util.Locale.ROOT), unescape(value));
    }
    return found;
  }

  private static String unescape(String html) {
    return html.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&#39;", "'")
        .replace("&#x2F;", "/")
        .replace("&#x3D;", "=")
        .replace("&#x60;", "`")
        .replace("&amp;", "&");
  }
}
