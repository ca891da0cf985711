package ai.altertable.mcp.analytics.sql;

/** Quoting by the SQL standard, where a backslash is a character like any other. */
final class Quoted {
  private Quoted() {}

  static String identifier(String name) {
    if (name.isEmpty() || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("not a name");
    }
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  static String text(String value) {
    if (value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("text holds a NUL character");
    }
    return "'" + value.replace("'", "''") + "'";
  }
}
