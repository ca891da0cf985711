package ai.altertable.mcp.bus;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The trace that a client's request belongs to (W3C Trace Context, W3C Baggage). What is malformed
 * counts as not given, as the specifications ask.
 *
 * @param traceId 32 lower-case hexadecimal digits; empty when there is no trace
 * @param parentId 16 of them: the client's span; empty when there is no trace
 * @param sampled whether the client records the trace
 * @param state {@code tracestate}; empty when not given
 * @param baggage {@code baggage}; empty when not given, possible without a trace
 */
public record TraceContext(
    String traceId, String parentId, boolean sampled, String state, String baggage) {
  public static final TraceContext NONE = new TraceContext("", "", false, "", "");

  private static final int MAX_STATE = 512;
  private static final int MAX_BAGGAGE = 8192;

  private static final int PARENT_LENGTH = 55;
  private static final Pattern PARENT =
      Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})");
  private static final String NO_TRACE = "0".repeat(32);
  private static final String NO_PARENT = "0".repeat(16);

  private static final Pattern STATE_MEMBER =
      Pattern.compile(
          "[ \\t]*[a-z0-9][a-z0-9_*/@-]{0,255}=[\\x20-\\x2b\\x2d-\\x3c\\x3e-\\x7e]{1,256}");
  private static final int MOST_STATE_MEMBERS = 32;
  private static final Pattern BAGGAGE_MEMBER =
      Pattern.compile(
          "[ \\t]*[!#$%&'*+.^_`|~0-9A-Za-z-]+[ \\t]*=[ \\t]*"
              + "[\\x21\\x23-\\x2b\\x2d-\\x3a\\x3c-\\x5b\\x5d-\\x7e]*[ \\t]*(;[\\x20-\\x2b\\x2d-\\x7e]*)?");
  private static final int MOST_BAGGAGE_MEMBERS = 180;

  public TraceContext {
    requireNonNull(traceId, "traceId is null");
    requireNonNull(parentId, "parentId is null");
    requireNonNull(state, "state is null");
    requireNonNull(baggage, "baggage is null");
  }

  /**
   * Reads the fields of a request's {@code _meta}.
   *
   * @param parent {@code traceparent}, any JSON value or null
   * @param state {@code tracestate}, likewise
   * @param baggage likewise
   */
  public static TraceContext read(Object parent, Object state, Object baggage) {
    String carried = list(baggage, MAX_BAGGAGE, BAGGAGE_MEMBER, MOST_BAGGAGE_MEMBERS);
    Matcher ids = PARENT.matcher(parent instanceof String text ? head(text) : "");
    boolean traced =
        ids.matches()
            && !ids.group(1).equals("ff")
            && !ids.group(2).equals(NO_TRACE)
            && !ids.group(3).equals(NO_PARENT);
    if (!traced) {
      return carried.isEmpty() ? NONE : new TraceContext("", "", false, "", carried);
    }
    return new TraceContext(
        ids.group(2),
        ids.group(3),
        (Integer.parseInt(ids.group(4), 16) & 1) == 1,
        list(state, MAX_STATE, STATE_MEMBER, MOST_STATE_MEMBERS),
        carried);
  }

  /** Versions after 00 may add fields, each behind a dash. */
  private static String head(String parent) {
    boolean later =
        parent.length() > PARENT_LENGTH
            && !parent.startsWith("00")
            && parent.charAt(PARENT_LENGTH) == '-';
    return later ? parent.substring(0, PARENT_LENGTH) : parent;
  }

  /** A comma-separated list, or empty when any of it is malformed. */
  private static String list(Object value, int longest, Pattern member, int mostMembers) {
    if (!(value instanceof String text) || text.length() > longest) {
      return "";
    }
    String[] members = text.split(",", -1);
    boolean good =
        members.length <= mostMembers
            && Arrays.stream(members).allMatch(each -> member.matcher(each).matches());
    return good ? text : "";
  }

  /** Whether there is a trace. */
  public boolean present() {
    return !traceId.isEmpty();
  }

  /** The {@code traceparent} of who has this as its parent; empty when there is no trace. */
  public String traceparent() {
    return present() ? "00-" + traceId + "-" + parentId + (sampled ? "-01" : "-00") : "";
  }

  JsonObject toJson() {
    return new JsonObject()
        .put("traceId", traceId)
        .put("parentId", parentId)
        .put("sampled", sampled)
        .put("state", state)
        .put("baggage", baggage);
  }

  static TraceContext fromJson(JsonObject json) {
    return json == null
        ? NONE
        : new TraceContext(
            json.getString("traceId"),
            json.getString("parentId"),
            json.getBoolean("sampled"),
            json.getString("state"),
            json.getString("baggage"));
  }
}
