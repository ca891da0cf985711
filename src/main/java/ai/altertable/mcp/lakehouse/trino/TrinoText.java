package ai.altertable.mcp.lakehouse.trino;

import ai.altertable.mcp.lakehouse.QueryFault;
import ai.altertable.mcp.lakehouse.QueryFault.Detail;
import ai.altertable.mcp.lakehouse.QueryFault.Kind;
import java.util.Locale;
import java.util.Set;

/**
 * Lets queries through. In Trino's grammar, a statement that begins with one of these words or with
 * a bracket is a query and nothing else, one statement is all that a request takes, and a WITH
 * changes no data. What stands before the word is read as Trino's lexer does: its comments do not
 * nest, and a carriage return ends a line.
 */
final class TrinoText {
  private static final Set<String> QUERIES = Set.of("select", "with", "values", "table");
  private static final int MAX_CHARACTERS = 256 * 1024;
  private static final String READS_ONLY =
      "Queries only read: send one SELECT, VALUES, TABLE or WITH … SELECT statement.";

  private final String sql;
  private int at;

  private TrinoText(String sql) {
    this.sql = sql;
  }

  /**
   * Judges a statement.
   *
   * @return the same text with space in place of semicolons at its end, which Trino does not take
   * @throws QueryFault when it is no query
   */
  static String pass(String sql) {
    if (sql.isBlank() || sql.length() > MAX_CHARACTERS) {
      throw invalid("The statement is empty, or longer than " + MAX_CHARACTERS + " characters.");
    }
    TrinoText text = new TrinoText(sql);
    text.skip();
    if (!text.beginsQuery()) {
      throw invalid("The statement is no query.");
    }
    return text.withoutSemicolons();
  }

  private boolean beginsQuery() {
    int end = at;
    while (end < sql.length() && isWord(sql.charAt(end))) {
      end++;
    }
    return (at < sql.length() && sql.charAt(at) == '(')
        || QUERIES.contains(sql.substring(at, end).toLowerCase(Locale.ROOT));
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '@' || c == ':';
  }

  /** Moves past space and comments. */
  private void skip() {
    boolean moved = true;
    while (moved && at < sql.length()) {
      int before = at;
      if (Character.isWhitespace(sql.charAt(at))) {
        at++;
      } else if (sql.startsWith("--", at)) {
        while (at < sql.length() && sql.charAt(at) != '\n' && sql.charAt(at) != '\r') {
          at++;
        }
      } else if (sql.startsWith("/*", at)) {
        int end = sql.indexOf("*/", at + 2);
        at = end < 0 ? sql.length() : end + 2;
      }
      moved = at > before;
    }
  }

  private String withoutSemicolons() {
    int end = -1;
    while (at < sql.length()) {
      char c = sql.charAt(at);
      if (c == ';') {
        end = end < 0 ? at : end;
        at++;
      } else {
        end = -1;
        if (c == '\'' || c == '"' || c == '`') {
          // a quote inside is written twice: two strings side by side, as far as this goes
          int close = sql.indexOf(c, at + 1);
          at = close < 0 ? sql.length() : close + 1;
        } else {
          at++;
        }
      }
      skip();
    }
    // what follows the first of them is comments, where a semicolon means as little as a space
    return end < 0 ? sql : sql.substring(0, end) + sql.substring(end).replace(';', ' ');
  }

  private static QueryFault invalid(String message) {
    return new QueryFault(Kind.INVALID, message, Detail.hint(READS_ONLY));
  }
}
