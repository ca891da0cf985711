package ai.altertable.mcp.lakehouse.duckdb;

import ai.altertable.mcp.lakehouse.QueryFault;
import ai.altertable.mcp.lakehouse.QueryFault.Detail;
import ai.altertable.mcp.lakehouse.QueryFault.Kind;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Lets one SELECT through, by DuckDB's own parser and binder.
 *
 * <p>{@code json_serialize_sql} parses a text that it gets as a value, and takes nothing but
 * SELECT. It would also take a WITH that changes data; but that may only stand at the top, so what
 * has passed runs inside of a subquery, where the binder refuses it. A read-only transaction is
 * around all of it.
 */
final class StatementGate {
  static final String READS_ONLY =
      "Queries only read: send one SELECT, VALUES, TABLE, FROM or WITH … SELECT statement.";

  private static final String PARSE = "SELECT CAST(json_serialize_sql(?) AS VARCHAR)";
  private static final int MAX_CHARACTERS = 256 * 1024;

  private StatementGate() {}

  /**
   * Judges a statement.
   *
   * @return the same text, without a semicolon at its end
   * @throws QueryFault when it is not one SELECT
   */
  static String pass(Connection connection, String sql) throws SQLException {
    if (sql.isBlank() || sql.length() > MAX_CHARACTERS || sql.indexOf('\0') >= 0) {
      throw new QueryFault(
          Kind.INVALID,
          "The statement is empty, longer than "
              + MAX_CHARACTERS
              + " characters, or holds the character U+0000.",
          Detail.hint(READS_ONLY));
    }
    String tree = parse(connection, sql);
    int end = semicolon(sql);
    if (end < 0) {
      return sql;
    }
    String without = sql.substring(0, end) + sql.substring(end).replace(';', ' ');
    // had that semicolon been inside of a string, the tree would be another one
    return parse(connection, without).equals(tree) ? without : sql;
  }

  private static String parse(Connection connection, String sql) throws SQLException {
    try (PreparedStatement parser = connection.prepareStatement(PARSE)) {
      parser.setString(1, sql);
      try (ResultSet answer = parser.executeQuery()) {
        answer.next();
        String tree = answer.getString(1);
        check(new JsonObject(tree.startsWith("{\"error\":true") ? tree : outline(tree)), sql);
        return tree;
      }
    }
  }

  /** How many statements there are is all that is read of a tree, which may be large. */
  private static String outline(String tree) {
    int statements = count(tree);
    JsonArray each = new JsonArray();
    for (int i = 0; i < Math.min(statements, 2); i++) {
      each.add(i);
    }
    return new JsonObject().put("error", false).put("statements", each).encode();
  }

  private static int count(String tree) {
    int depth = 0;
    int found = 0;
    boolean text = false;
    for (int i = 0; i < tree.length(); i++) {
      char c = tree.charAt(i);
      if (text) {
        if (c == '\\') {
          i++;
        } else if (c == '"') {
          text = false;
        }
      } else if (c == '"') {
        text = true;
      } else if (c == '{' || c == '[') {
        // the object, its list of statements, and each of them in it
        found += ++depth == 3 ? 1 : 0;
      } else if (c == '}' || c == ']') {
        depth--;
      }
    }
    return found;
  }

  private static void check(JsonObject answer, String sql) {
    if (answer.getBoolean("error")) {
      String message = answer.getString("error_message", "The statement cannot be read.");
      if ("not implemented".equals(answer.getString("error_type"))) {
        throw new QueryFault(
            Kind.INVALID, "The statement is not one SELECT.", Detail.hint(READS_ONLY));
      }
      throw DuckDbFaults.at(Kind.INVALID, message, "Parser", sql, answer.getString("position"));
    }
    int statements = answer.getJsonArray("statements").size();
    if (statements != 1) {
      throw new QueryFault(
          Kind.INVALID,
          statements == 0 ? "The statement is empty." : "There are several statements.",
          Detail.hint(READS_ONLY));
    }
  }

  /** Where the last thing in the text is a semicolon, before space and comments; else -1. */
  private static int semicolon(String sql) {
    int at = -1;
    int i = 0;
    while (i < sql.length()) {
      char c = sql.charAt(i);
      if (sql.startsWith("--", i)) {
        int end = sql.indexOf('\n', i);
        i = end < 0 ? sql.length() : end;
      } else if (sql.startsWith("/*", i)) {
        int end = sql.indexOf("*/", i + 2);
        i = end < 0 ? sql.length() : end + 2;
      } else {
        if (c == ';') {
          at = at < 0 ? i : at;
        } else if (!Character.isWhitespace(c)) {
          at = -1;
        }
        i++;
      }
    }
    return at;
  }
}
