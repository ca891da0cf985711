package ai.altertable.mcp.lakehouse.routing;

import ai.altertable.mcp.lakehouse.QueryFault;
import ai.altertable.mcp.lakehouse.routing.CatalogNames.Use;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A statement with its catalogs' names as the engine writes them, and the way back for errors. */
final class Rewriting {
  private final String original;
  private final String text;
  private final List<Edit> edits;

  /**
   * What begins at {@code from} in the original, and is {@code before} long, is {@code after} now.
   */
  private record Edit(int from, int before, int after) {}

  private Rewriting(String original, String text, List<Edit> edits) {
    this.original = original;
    this.text = text;
    this.edits = edits;
  }

  /**
   * Writes the engine's names in place of the environment's.
   *
   * @param names by catalog; one that is missing is left out, as space, so that places stay
   */
  static Rewriting of(CatalogNames statement, Map<String, String> names) {
    StringBuilder text = new StringBuilder();
    List<Edit> edits = new ArrayList<>();
    int at = 0;
    for (Use use : statement.uses()) {
      int length = use.end() - use.start();
      String name = names.get(use.catalog());
      String written = name == null ? " ".repeat(length) : quoted(name) + ".";
      text.append(statement.sql(), at, use.start()).append(written);
      edits.add(new Edit(use.start(), length, written.length()));
      at = use.end();
    }
    text.append(statement.sql().substring(at));
    return new Rewriting(statement.sql(), text.toString(), edits);
  }

  String text() {
    return text;
  }

  /** The same fault, with its place in the original text. */
  QueryFault restore(QueryFault fault) {
    QueryFault.Detail detail = fault.detail();
    if (detail.line() == null || detail.column() == null || edits.isEmpty()) {
      return fault;
    }
    int offset = original(offset(text, detail.line(), detail.column()));
    String before = original.substring(0, offset);
    int lineStart = before.lastIndexOf('\n') + 1;
    return new QueryFault(
        fault.kind(),
        fault.getMessage(),
        new QueryFault.Detail(
            detail.code(),
            1 + (int) before.chars().filter(c -> c == '\n').count(),
            1 + before.codePointCount(lineStart, before.length()),
            detail.hint()));
  }

  private int original(int offset) {
    int shift = 0;
    for (Edit edit : edits) {
      int start = edit.from() + shift;
      if (offset < start) {
        break;
      }
      if (offset < start + edit.after()) {
        return Math.min(edit.from(), original.length());
      }
      shift += edit.after() - edit.before();
    }
    return Math.max(0, Math.min(offset - shift, original.length()));
  }

  /** Columns count characters, Java counts UTF-16 units. */
  private static int offset(String text, int line, int column) {
    int start = 0;
    for (int i = 1; i < line; i++) {
      int end = text.indexOf('\n', start);
      if (end < 0) {
        return text.length();
      }
      start = end + 1;
    }
    int characters = Math.min(column - 1, text.codePointCount(start, text.length()));
    return text.offsetByCodePoints(start, Math.max(0, characters));
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
