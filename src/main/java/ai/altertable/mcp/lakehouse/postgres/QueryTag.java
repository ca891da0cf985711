package ai.altertable.mcp.lakehouse.postgres;

/**
 * Says in front of a statement who it is for, so that {@code pg_stat_activity}, the server's log
 * and its slow query log name the grant and the tool. It costs no statement of its own, and stands
 * before all that an author wrote: a comment of theirs that looks like it comes second.
 */
final class QueryTag {
  private static final int MAX_CHARACTERS = 160;

  private QueryTag() {}

  /**
   * A comment with a space behind it.
   *
   * @param tag {@code grant/tool}; what could end a comment or begin another is not taken over
   */
  static String comment(String tag) {
    int length = Math.min(MAX_CHARACTERS, tag.length());
    StringBuilder plain = new StringBuilder(length + 7).append("/* ");
    for (int i = 0; i < length; i++) {
      plain.append(plain(tag.charAt(i)));
    }
    return plain.append(" */ ").toString();
  }

  private static char plain(char c) {
    if (c >= 'A' && c <= 'Z') {
      return (char) (c - 'A' + 'a');
    }
    boolean letter = c >= 'a' && c <= 'z';
    boolean safe = letter || c >= '-' && c <= '9' || c == '_';
    return safe ? c : '_';
  }
}
