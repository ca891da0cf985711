package ai.altertable.mcp.transport;

import java.util.Locale;

/**
 * What a client takes as a reply.
 *
 * @param json {@code application/json}
 * @param events {@code text/event-stream}
 */
record Accepted(boolean json, boolean events) {
  private static final String USUAL = "application/json, text/event-stream";
  private static final Accepted BOTH = new Accepted(true, true);

  /**
   * Reads an {@code Accept} header (RFC 9110 section 12.5.1), leniently.
   *
   * @param header or null, which means anything
   */
  static Accepted parse(String header) {
    if (header == null || header.equals(USUAL)) {
      return BOTH;
    }
    boolean json = false;
    boolean events = false;
    for (String range : header.toLowerCase(Locale.ROOT).split(",", -1)) {
      String[] parts = range.split(";", -1);
      String type = parts[0].trim();
      if (refused(parts)) {
        continue;
      }
      json |= type.equals("application/json") || type.equals("application/*") || type.equals("*/*");
      events |= type.equals("text/event-stream") || type.equals("text/*") || type.equals("*/*");
    }
    return new Accepted(json, events);
  }

  boolean both() {
    return json && events;
  }

  private static boolean refused(String[] parts) {
    for (int i = 1; i < parts.length; i++) {
      if (parts[i].trim().matches("q=0(\\.0{0,3})?")) {
        return true;
      }
    }
    return false;
  }
}
