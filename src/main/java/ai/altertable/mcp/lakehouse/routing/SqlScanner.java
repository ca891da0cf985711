package ai.altertable.mcp.lakehouse.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Splits a statement into words, dotted names and punctuation, past strings and comments. It finds
 * names to route by, and judges nothing: what it misreads, the engine refuses.
 */
final class SqlScanner {
  private final String sql;
  private int at;

  /**
   * One part of a name.
   *
   * @param text as the engine would know it: without quotes, in lower case when it has none
   * @param start of it in the statement
   * @param end past it
   */
  record Part(String text, int start, int end) {}

  /**
   * A dotted name, or one character of punctuation.
   *
   * @param parts of a name; empty for punctuation
   * @param mark the character of punctuation, else 0
   * @param word true for a name of one part without quotes: perhaps a keyword
   */
  record Token(List<Part> parts, char mark, boolean word) {
    boolean is(String keyword) {
      return word && parts.get(0).text().equals(keyword);
    }
  }

  private SqlScanner(String sql) {
    this.sql = sql;
  }

  static List<Token> scan(String sql) {
    SqlScanner scanner = new SqlScanner(sql);
    List<Token> tokens = new ArrayList<>();
    Token next = scanner.next();
    while (next != null) {
      tokens.add(next);
      next = scanner.next();
    }
    return tokens;
  }

  private Token next() {
    skip();
    if (at >= sql.length()) {
      return null;
    }
    char c = sql.charAt(at);
    if (!startsName(c)) {
      at++;
      return new Token(List.of(), c, false);
    }
    boolean plain = c != '"';
    List<Part> parts = new ArrayList<>();
    parts.add(part());
    while (dotAndName()) {
      parts.add(part());
    }
    return new Token(List.copyOf(parts), (char) 0, plain && parts.size() == 1);
  }

  /** Moves over a dot, and space around it, when a name follows. */
  private boolean dotAndName() {
    int before = at;
    skip();
    if (at < sql.length() && sql.charAt(at) == '.') {
      at++;
      skip();
      if (at < sql.length() && startsName(sql.charAt(at))) {
        return true;
      }
    }
    at = before;
    return false;
  }

  private Part part() {
    int start = at;
    if (sql.charAt(at) == '"') {
      String text = quoted('"');
      return new Part(text, start, at);
    }
    while (at < sql.length() && continuesName(sql.charAt(at))) {
      at++;
    }
    return new Part(sql.substring(start, at).toLowerCase(Locale.ROOT), start, at);
  }

  /** Moves past space, comments, strings and numbers. */
  private void skip() {
    while (at < sql.length()) {
      char c = sql.charAt(at);
      if (Character.isWhitespace(c)) {
        at++;
      } else if (sql.startsWith("--", at)) {
        int end = sql.indexOf('\n', at);
        at = end < 0 ? sql.length() : end;
      } else if (sql.startsWith("/*", at)) {
        comment();
      } else if (c == '\'') {
        quoted('\'');
      } else if ((c == 'e' || c == 'E') && at + 1 < sql.length() && sql.charAt(at + 1) == '\'') {
        escaped();
      } else if (c == '$' && dollarQuoted()) {
        continue;
      } else if (Character.isDigit(c)) {
        // 1.5e3 is no name, and neither is what follows its dot
        while (at < sql.length()
            && (Character.isLetterOrDigit(sql.charAt(at)) || sql.charAt(at) == '.')) {
          at++;
        }
      } else {
        return;
      }
    }
  }

  private void comment() {
    int depth = 0;
    do {
      if (sql.startsWith("/*", at)) {
        depth++;
        at += 2;
      } else if (sql.startsWith("*/", at)) {
        depth--;
        at += 2;
      } else {
        at++;
      }
    } while (depth > 0 && at < sql.length());
  }

  /** A quote inside is written twice. */
  private String quoted(char quote) {
    StringBuilder text = new StringBuilder();
    at++;
    while (at < sql.length()) {
      char c = sql.charAt(at++);
      if (c != quote) {
        text.append(c);
      } else if (at < sql.length() && sql.charAt(at) == quote) {
        text.append(quote);
        at++;
      } else {
        break;
      }
    }
    return text.toString();
  }

  /** PostgreSQL's {@code E'…'}, where a backslash escapes. */
  private void escaped() {
    at += 2;
    while (at < sql.length()) {
      char c = sql.charAt(at++);
      if (c == '\\') {
        at++;
      } else if (c == '\'') {
        if (at < sql.length() && sql.charAt(at) == '\'') {
          at++;
        } else {
          return;
        }
      }
    }
  }

  private boolean dollarQuoted() {
    int end = at + 1;
    while (end < sql.length() && continuesName(sql.charAt(end)) && sql.charAt(end) != '$') {
      end++;
    }
    if (end >= sql.length() || sql.charAt(end) != '$' || Character.isDigit(sql.charAt(at + 1))) {
      return false;
    }
    String tag = sql.substring(at, end + 1);
    int close = sql.indexOf(tag, end + 1);
    at = close < 0 ? sql.length() : close + tag.length();
    return true;
  }

  private static boolean startsName(char c) {
    return c == '"' || c == '_' || Character.isLetter(c);
  }

  private static boolean continuesName(char c) {
    return c == '_' || c == '$' || Character.isLetterOrDigit(c);
  }
}
