package ai.altertable.mcp.lakehouse;

import ai.altertable.mcp.bus.TraceContext;

/**
 * The trace in a tag: {@code grant/tool/traceparent}. It goes along with what a statement is for,
 * not with the thread that it is sent from, since calls wait for each other's work; and whoever
 * looks at the database finds the trace beside the statement.
 */
public final class TracedTag {
  private TracedTag() {}

  /**
   * @param tag {@code grant/tool}
   * @param trace that the tool runs in
   */
  public static String of(String tag, TraceContext trace) {
    return tag + "/" + trace.traceparent();
  }

  /** {@link TraceContext#NONE} when it names none. */
  static TraceContext trace(String tag) {
    return TraceContext.read(tag.substring(tag.lastIndexOf('/') + 1), null, null);
  }
}
