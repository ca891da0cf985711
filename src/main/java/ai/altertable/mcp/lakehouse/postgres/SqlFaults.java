package ai.altertable.mcp.lakehouse.postgres;

import ai.altertable.mcp.lakehouse.QueryFault;
import ai.altertable.mcp.lakehouse.QueryFault.Detail;
import ai.altertable.mcp.lakehouse.QueryFault.Kind;
import io.vertx.pgclient.PgException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the server says of a statement, for its author: kind, place in the author's own text, hint
 * (PostgreSQL documentation, appendix A "Error Codes").
 */
final class SqlFaults {
  static final String READS_ONLY =
      "Queries only read: send one SELECT, VALUES, TABLE or WITH … SELECT statement.";

  private static final int MAX_MESSAGE = 1000;
  private static final Pattern CROSS_DATABASE =
      Pattern.compile("cross-database references are not implemented: \"?[^.]+\\.([^\"]+)\"?");
  private static final Pattern QUOTED = Pattern.compile("(?:relation|column) \"?([^\"]+?)\"? does");

  private SqlFaults() {}

  /** Names that are looked up before a fault is told. */
  static boolean wantsNames(PgException failure) {
    String state = failure.getSqlState();
    return "42P01".equals(state) || "3F000".equals(state) || "42703".equals(state);
  }

  /**
   * Translates.
   *
   * @param sql the author's text
   * @param prefix characters that were put before it
   * @param names what there is, fresh when {@link #wantsNames}
   */
  static QueryFault of(PgException failure, String sql, int prefix, NameCatalog names) {
    String state = failure.getSqlState() == null ? "" : failure.getSqlState();
    String message = shorten(failure.getErrorMessage());
    Position position = Position.of(sql, failure.getPosition(), prefix);
    String hint =
        hint(state, message, position, names)
            .or(() -> Optional.ofNullable(failure.getHint()).map(SqlFaults::shorten))
            .orElse(null);
    return new QueryFault(
        kind(state), message, new Detail(state, position.line(), position.column(), hint));
  }

  private static Kind kind(String state) {
    if (state.equals("42501") || state.equals("25006")) {
      return Kind.FORBIDDEN;
    }
    if (state.equals("57014") || state.equals("55P03")) {
      return Kind.TIMEOUT;
    }
    if (state.equals("53200") || state.equals("53400") || state.equals("54000")) {
      return Kind.TOO_LARGE;
    }
    if (state.startsWith("08") || state.startsWith("53") || state.startsWith("57P")) {
      return Kind.UNAVAILABLE;
    }
    return Kind.INVALID;
  }

  private static Optional<String> hint(
      String state, String message, Position position, NameCatalog names) {
    return switch (state) {
      case "25006" -> Optional.of(READS_ONLY);
      case "42501" ->
          Optional.of(
              "Queries may read the environment's tables, and not call functions with side"
                  + " effects.");
      case "42601" ->
          position.first() || message.contains("multiple commands")
              ? Optional.of(READS_ONLY)
              : Optional.empty();
      case "0A000" -> unsupported(message);
      case "42P01" -> name(message).flatMap(names::tablesLike);
      case "42703" -> name(message).flatMap(names::columnsLike);
      case "3F000" -> names.schemas();
      case "53400" ->
          Optional.of("The statement needs too much temporary space: filter or aggregate earlier.");
      default -> Optional.empty();
    };
  }

  private static Optional<String> unsupported(String message) {
    Matcher reference = CROSS_DATABASE.matcher(message);
    if (reference.find()) {
      return Optional.of(
          "Leave out the catalog: write " + reference.group(1) + ". The catalog is an argument.");
    }
    return message.contains("data-modifying") || message.contains("READ ONLY")
        ? Optional.of(READS_ONLY)
        : Optional.empty();
  }

  private static Optional<String> name(String message) {
    Matcher name = QUOTED.matcher(message);
    return name.find() ? Optional.of(name.group(1)) : Optional.empty();
  }

  private static String shorten(String text) {
    if (text == null) {
      return "";
    }
    return text.length() <= MAX_MESSAGE ? text : text.substring(0, MAX_MESSAGE) + "…";
  }

  /**
   * A place in the author's text.
   *
   * @param line 1-based, or null when the server names no place
   * @param column 1-based, in characters
   * @param first whether nothing but space stands before it
   */
  record Position(Integer line, Integer column, boolean first) {
    private static final Position NONE = new Position(null, null, false);

    /** The server counts characters, Java counts UTF-16 units. */
    static Position of(String sql, String serverPosition, int prefix) {
      int characters;
      try {
        characters = serverPosition == null ? 0 : Integer.parseInt(serverPosition) - prefix - 1;
      } catch (NumberFormatException e) {
        return NONE;
      }
      if (serverPosition == null || characters < 0) {
        return NONE;
      }
      int length = sql.codePointCount(0, sql.length());
      String before = sql.substring(0, sql.offsetByCodePoints(0, Math.min(characters, length)));
      int lineStart = before.lastIndexOf('\n') + 1;
      int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
      int column = 1 + before.codePointCount(lineStart, before.length());
      return new Position(line, column, before.isBlank());
    }
  }
}
