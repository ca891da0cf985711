package ai.altertable.mcp.console;

import java.util.LinkedHashMap;
import java.util.Map;

/** Says in a few words which browser a user agent string names; it may say anything. */
final class UserAgents {
  /** Looked for in this order: most browsers also name the ones that they descend from. */
  private static final Map<String, String> BROWSERS = new LinkedHashMap<>();

  private static final Map<String, String> SYSTEMS = new LinkedHashMap<>();

  static {
    BROWSERS.put("Edg", "Edge");
    BROWSERS.put("OPR/", "Opera");
    BROWSERS.put("Firefox/", "Firefox");
    BROWSERS.put("FxiOS/", "Firefox");
    BROWSERS.put("CriOS/", "Chrome");
    BROWSERS.put("Chrome/", "Chrome");
    BROWSERS.put("Safari/", "Safari");
    SYSTEMS.put("iPhone", "iPhone");
    SYSTEMS.put("iPad", "iPad");
    SYSTEMS.put("Android", "Android");
    SYSTEMS.put("CrOS", "ChromeOS");
    SYSTEMS.put("Windows", "Windows");
    SYSTEMS.put("Mac OS X", "macOS");
    SYSTEMS.put("Linux", "Linux");
  }

  private UserAgents() {}

  static String describe(String userAgent) {
    String browser = first(BROWSERS, userAgent, "A browser");
    String system = first(SYSTEMS, userAgent, "");
    return system.isEmpty() ? browser : browser + " on " + system;
  }

  private static String first(Map<String, String> marks, String text, String otherwise) {
    return marks.entrySet().stream()
        .filter(mark -> text.contains(mark.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(otherwise);
  }
}
