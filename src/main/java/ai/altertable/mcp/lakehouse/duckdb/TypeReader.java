package ai.altertable.mcp.lakehouse.duckdb;

import ai.altertable.mcp.lakehouse.duckdb.DuckDbType.Kind;
import java.util.ArrayList;
import java.util.List;

/** Reads the name of a type, such as {@code STRUCT(a INTEGER, "b c" MAP(VARCHAR, DATE)[])}. */
final class TypeReader {
  private final String text;
  private int at;

  private TypeReader(String text) {
    this.text = text;
  }

  /** The type of that name; what it cannot take apart is a plain one. */
  static DuckDbType read(String name) {
    TypeReader reader = new TypeReader(name);
    DuckDbType type = reader.type();
    return reader.at == name.length() ? type : DuckDbType.plain(name);
  }

  private DuckDbType type() {
    int start = at;
    DuckDbType type = base();
    while (at < text.length() && text.charAt(at) == '[') {
      int close = text.indexOf(']', at);
      String suffix = text.substring(at, close < 0 ? text.length() : close + 1);
      at += suffix.length();
      type = new DuckDbType(Kind.LIST, text.substring(start, at), List.of(type), List.of(suffix));
    }
    return type;
  }

  private DuckDbType base() {
    for (Kind kind : List.of(Kind.STRUCT, Kind.TUPLE, Kind.MAP)) {
      if (text.startsWith(kind + "(", at)) {
        return composite(kind);
      }
    }
    int start = at;
    skip(",)[");
    return DuckDbType.plain(text.substring(start, at).strip());
  }

  private DuckDbType composite(Kind kind) {
    int start = at;
    List<DuckDbType> parts = new ArrayList<>();
    List<String> names = new ArrayList<>();
    at = text.indexOf('(', at);
    do {
      at++;
      space();
      if (kind == Kind.STRUCT) {
        int name = at;
        skip(" ");
        names.add(text.substring(name, at));
        space();
      }
      parts.add(type());
    } while (at < text.length() && text.charAt(at) == ',');
    at = Math.min(text.length(), at + 1);
    return new DuckDbType(kind, text.substring(start, at), parts, names);
  }

  private void space() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
  }

  /** Moves to one of those characters, past what is quoted or in brackets. */
  private void skip(String ends) {
    int depth = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (depth == 0 && ends.indexOf(c) >= 0) {
        return;
      }
      if (c == '"' || c == '\'') {
        // a quote inside is written twice: two texts side by side, as far as this goes
        int close = text.indexOf(c, at + 1);
        at = close < 0 ? text.length() - 1 : close;
      } else if (c == '(') {
        depth++;
      } else if (c == ')') {
        depth--;
      }
      at++;
    }
  }
}
