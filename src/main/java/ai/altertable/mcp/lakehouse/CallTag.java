package ai.altertable.mcp.lakehouse;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.bus.TraceContext;

/**
 * What a statement is for, {@code grant/tool/call}, where the call's trace stands in place of its
 * name when there is one. The trace goes along with that and not with the thread that the statement
 * is sent from, since calls wait for each other's work; and whoever looks at the database finds it
 * beside the statement.
 *
 * @param who {@code grant/tool}
 * @param correlation the call's name in the audit log; empty when the tag has none
 * @param trace that the tool runs in, or {@link TraceContext#NONE}
 */
public record CallTag(String who, String correlation, TraceContext trace) {
  public CallTag {
    requireNonNull(who, "who is null");
    requireNonNull(correlation, "correlation is null");
    requireNonNull(trace, "trace is null");
  }

  /** Takes a tag apart. */
  public static CallTag of(String tag) {
    int tool = tag.indexOf('/');
    int end = tag.indexOf('/', tool + 1);
    if (tool < 0 || end < 0) {
      return new CallTag(tag, "", TraceContext.NONE);
    }
    String call = tag.substring(end + 1);
    TraceContext trace = TraceContext.read(call, null, null);
    return new CallTag(tag.substring(0, end), trace.present() ? trace.traceId() : call, trace);
  }

  /** The tag. */
  @Override
  public String toString() {
    return who + "/" + (trace.present() ? trace.traceparent() : correlation);
  }
}
