package ai.altertable.mcp.analytics.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * A text of SQL in its pieces: code, quoted texts and names, comments. Knows the quoting of
 * Postgres, DuckDB and Trino together; where they differ (a dollar quote, a nested comment, a
 * backslash in {@code E''}), more is taken as quoted, so that code found here is code everywhere.
 *
 * @param pieces in order; together they are the text
 */
public record SqlText(List<Piece> pieces) {
  public SqlText {
    pieces = List.copyOf(pieces);
  }

  /** What a piece is. */
  public enum Kind {
    CODE,
    QUOTED,
    COMMENT,
    /** Something quoted or a comment that has no end. */
    OPEN
  }

  public record Piece(Kind kind, String text) {}

  public static SqlText of(String sql) {
    return new SqlText(new Scanner(sql).scan());
  }

  private static final class Scanner {
    private final String sql;
    private final List<Piece> pieces = new ArrayList<>();
    private int codeFrom;
    private int at;

    Scanner(String sql) {
      this.sql = sql;
    }

    List<Piece> scan() {
      while (at < sql.length()) {
        char c = sql.charAt(at);
        if (c == '\'') {
          take(Kind.QUOTED, endOfQuote('\'', escapes()));
        } else if (c == '"') {
          take(Kind.QUOTED, endOfQuote('"', false));
        } else if (sql.startsWith("--", at)) {
          int end = sql.indexOf('\n', at);
          take(Kind.COMMENT, end < 0 ? sql.length() : end);
        } else if (sql.startsWith("/*", at)) {
          take(Kind.COMMENT, endOfComment());
        } else if (c == '$' && !partOfName(at - 1) && dollarTag() != null) {
          String tag = dollarTag();
          int end = sql.indexOf(tag, at + tag.length());
          take(Kind.QUOTED, end < 0 ? -1 : end + tag.length());
        } else {
          at++;
        }
      }
      takeCode();
      return pieces;
    }

    /** Whether the quote at hand begins an {@code E''} text, where a backslash escapes. */
    private boolean escapes() {
      return at > 0 && "eE".indexOf(sql.charAt(at - 1)) >= 0 && !partOfName(at - 2);
    }

    private int endOfQuote(char quote, boolean escapes) {
      for (int i = at + 1; i < sql.length(); i++) {
        if (escapes && sql.charAt(i) == '\\') {
          i++;
        } else if (sql.charAt(i) == quote) {
          if (i + 1 == sql.length() || sql.charAt(i + 1) != quote) {
            return i + 1;
          }
          i++;
        }
      }
      return -1;
    }

    private int endOfComment() {
      int depth = 0;
      for (int i = at; i + 1 < sql.length(); i++) {
        if (sql.startsWith("/*", i)) {
          depth++;
          i++;
        } else if (sql.startsWith("*/", i)) {
          depth--;
          i++;
          if (depth == 0) {
            return i + 1;
          }
        }
      }
      return -1;
    }

    /** The opening of a dollar quote, {@code $$} or {@code $tag$}; null when there is none. */
    private String dollarTag() {
      int end = at + 1;
      while (end < sql.length() && partOfName(end) && sql.charAt(end) != '$') {
        end++;
      }
      boolean closed = end < sql.length() && sql.charAt(end) == '$';
      boolean number = end > at + 1 && Character.isDigit(sql.charAt(at + 1));
      return closed && !number ? sql.substring(at, end + 1) : null;
    }

    private boolean partOfName(int index) {
      return index >= 0
          && index < sql.length()
          && (Character.isLetterOrDigit(sql.charAt(index)) || "_$".indexOf(sql.charAt(index)) >= 0);
    }

    /**
     * @param end −1 when there is none
     */
    private void take(Kind kind, int end) {
      takeCode();
      int to = end < 0 ? sql.length() : end;
      pieces.add(new Piece(end < 0 ? Kind.OPEN : kind, sql.substring(at, to)));
      at = to;
      codeFrom = to;
    }

    private void takeCode() {
      if (at > codeFrom) {
        pieces.add(new Piece(Kind.CODE, sql.substring(codeFrom, at)));
      }
      codeFrom = at;
    }
  }
}
