package ai.altertable.mcp.lakehouse;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.bus.TraceContext;

/**
 * A tag taken apart: {@code grant/tool}, and after another slash the call's own name, or the trace
 * that it is in ({@link TracedTag}).
 *
 * @param who {@code grant/tool}
 * @param correlation the call's name in the audit log; empty when the tag has none
 */
public record CallTag(String who, String correlation) {
  public CallTag {
    requireNonNull(who, "who is null");
    requireNonNull(correlation, "correlation is null");
  }

  public static CallTag of(String tag) {
    int tool = tag.indexOf('/');
    int end = tag.indexOf('/', tool + 1);
    if (tool < 0 || end < 0) {
      return new CallTag(tag, "");
    }
    TraceContext trace = TracedTag.trace(tag);
    String correlation = trace.present() ? trace.traceId() : tag.substring(end + 1);
    return new CallTag(tag.substring(0, end), correlation);
  }
}
