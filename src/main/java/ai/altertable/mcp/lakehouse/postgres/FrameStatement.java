package ai.altertable.mcp.lakehouse.postgres;

import io.vertx.core.Future;

/**
 * A statement of ours around a user's: the same each time, so that a session that is ours parses it
 * once.
 *
 * @param name under which the session has it; null where it is parsed each time
 * @param tag how the server's answer begins: the command's first word
 */
record FrameStatement(String name, String sql, String tag) {

  /** One that a session keeps; it must be {@link #prepare prepared} in it first. */
  static FrameStatement kept(String name, String sql) {
    return new FrameStatement("altertable_" + name, sql, tag(sql));
  }

  /** One for sessions that a pooler may lend to others. */
  static FrameStatement parsedEachTime(String sql) {
    return new FrameStatement(null, sql, tag(sql));
  }

  private static String tag(String sql) {
    int end = sql.indexOf(' ');
    return end < 0 ? sql : sql.substring(0, end);
  }

  Future<Integer> prepare(RoundTrip trip) {
    return name == null ? Future.succeededFuture(0) : trip.prepare(name, sql);
  }

  Future<Integer> execute(RoundTrip trip) {
    return name == null ? trip.statement(sql) : trip.prepared(name, tag);
  }
}
