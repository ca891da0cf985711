package ai.altertable.mcp.lakehouse.postgres;

import ai.altertable.mcp.lakehouse.QueryFault;
import ai.altertable.mcp.lakehouse.QueryFault.Detail;
import ai.altertable.mcp.lakehouse.QueryFault.Kind;

/** What is said about a statement before the server sees it: only what the wire cannot carry. */
final class StatementText {
  private static final int MAX_CHARACTERS = 256 * 1024;

  private StatementText() {}

  /**
   * Checks a text.
   *
   * @throws QueryFault when it is empty, too long, or holds the character that ends strings in the
   *     server's protocol
   */
  static void check(String sql) {
    if (sql.isBlank()) {
      throw invalid("The statement is empty.", SqlFaults.READS_ONLY);
    }
    if (sql.length() > MAX_CHARACTERS) {
      throw invalid(
          "The statement has " + sql.length() + " characters.",
          "At most " + MAX_CHARACTERS + " are taken.");
    }
    if (sql.indexOf('\0') >= 0) {
      throw invalid(
          "The statement holds the character U+0000 at position " + sql.indexOf('\0') + ".",
          "PostgreSQL has no such character: leave it out.");
    }
  }

  /** Checks how many rows are to be skipped: MOVE counts in 32 bits. */
  static void checkOffset(long offset) {
    if (offset > Integer.MAX_VALUE) {
      throw invalid("The offset " + offset + " is too large.", "At most 2147483647.");
    }
  }

  private static QueryFault invalid(String message, String hint) {
    return new QueryFault(Kind.INVALID, message, Detail.hint(hint));
  }
}
