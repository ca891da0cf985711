package ai.altertable.mcp.analytics.sql;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * SQL that a person wrote to stand inside a larger statement: one expression that cannot reach out
 * of its parentheses. Whether it means anything is for the engine to say.
 */
public record SqlFragment(String sql) {
  public SqlFragment {
    requireNonNull(sql, "sql is null");
    fault(sql)
        .ifPresent(
            why -> {
              throw new IllegalArgumentException(why);
            });
  }

  /** Why a text cannot be a fragment; empty when it can. */
  public static Optional<String> fault(String sql) {
    if (sql.isBlank()) {
      return Optional.of("is blank");
    }
    int depth = 0;
    for (SqlText.Piece piece : SqlText.of(sql).pieces()) {
      switch (piece.kind()) {
        case COMMENT:
          return Optional.of("must hold no comment");
        case OPEN:
          return Optional.of("has a quote that is not closed");
        case CODE:
          for (int i = 0; i < piece.text().length(); i++) {
            char c = piece.text().charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ';') {
              return Optional.of("must be one expression, without a semicolon");
            }
            if (depth < 0) {
              return Optional.of("closes a parenthesis that it did not open");
            }
          }
          break;
        case QUOTED:
          break;
      }
    }
    return depth == 0 ? Optional.empty() : Optional.of("has a parenthesis that is not closed");
  }
}
