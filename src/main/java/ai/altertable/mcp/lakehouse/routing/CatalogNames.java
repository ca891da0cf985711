package ai.altertable.mcp.lakehouse.routing;

import ai.altertable.mcp.lakehouse.routing.SqlScanner.Part;
import ai.altertable.mcp.lakehouse.routing.SqlScanner.Token;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where a statement writes catalogs before its tables: {@code catalog.schema.table} after FROM and
 * JOIN, and {@code catalog.schema.table.column} of such a table elsewhere.
 */
final class CatalogNames {
  private static final Set<String> END_OF_FROM =
      Set.of(
          "select",
          "where",
          "group",
          "having",
          "order",
          "limit",
          "offset",
          "fetch",
          "window",
          "union",
          "except",
          "intersect",
          "qualify",
          "for");

  private final String sql;
  private final Set<String> known;
  private final List<Use> uses = new ArrayList<>();

  /**
   * A catalog's name in the statement.
   *
   * @param start of it
   * @param end past its dot
   */
  record Use(String catalog, int start, int end) {}

  private enum Place {
    TABLE,
    CONDITION,
    ELSEWHERE
  }

  private CatalogNames(String sql, Set<String> known) {
    this.sql = sql;
    this.known = known;
  }

  /**
   * @param known catalogs of the environment; other names are the engines' own
   */
  static CatalogNames of(String sql, Set<String> known) {
    CatalogNames names = new CatalogNames(sql, known);
    if (known.stream().noneMatch(catalog -> mentions(sql, catalog))) {
      return names;
    }
    List<Token> tokens = SqlScanner.scan(sql);
    Set<String> tables = names.tables(tokens);
    if (!tables.isEmpty()) {
      names.columns(tokens, tables);
    }
    return names;
  }

  /** Most statements name no catalog, and need not be taken apart to see that. */
  private static boolean mentions(String sql, String catalog) {
    int last = sql.length() - catalog.length();
    char lower = Character.toLowerCase(catalog.charAt(0));
    char upper = Character.toUpperCase(lower);
    for (int at = 0; at <= last; at++) {
      char first = sql.charAt(at);
      if ((first == lower || first == upper)
          && sql.regionMatches(true, at, catalog, 0, catalog.length())) {
        return true;
      }
    }
    return false;
  }

  String sql() {
    return sql;
  }

  Set<String> catalogs() {
    Set<String> catalogs = new TreeSet<>();
    uses.forEach(use -> catalogs.add(use.catalog()));
    return catalogs;
  }

  /** In the order of the text. */
  List<Use> uses() {
    return uses.stream().sorted((a, b) -> Integer.compare(a.start(), b.start())).toList();
  }

  private Set<String> tables(List<Token> tokens) {
    Set<String> tables = new HashSet<>();
    Deque<Place> outer = new ArrayDeque<>();
    Place place = Place.ELSEWHERE;
    Token before = null;
    for (Token token : tokens) {
      if (token.mark() == '(') {
        outer.push(place);
        // a table may stand in brackets: FROM (a.b.c JOIN …)
        place = place == Place.TABLE ? Place.TABLE : Place.ELSEWHERE;
      } else if (token.mark() == ')') {
        place = outer.isEmpty() ? Place.ELSEWHERE : outer.pop();
      } else if (token.mark() == ',') {
        place = place == Place.CONDITION ? Place.TABLE : place;
      } else if (token.word()) {
        place = after(token, before, place);
      }
      if (place == Place.TABLE && token.parts().size() == 3 && knows(token)) {
        use(token);
        tables.add(key(token.parts()));
      }
      before = token;
    }
    return tables;
  }

  private static Place after(Token token, Token before, Place place) {
    if (token.is("from")) {
      // IS DISTINCT FROM compares
      return before != null && before.is("distinct") ? place : Place.TABLE;
    }
    if (token.is("join") || token.is("table")) {
      return Place.TABLE;
    }
    if (token.is("on") && place == Place.TABLE) {
      return Place.CONDITION;
    }
    return END_OF_FROM.contains(token.parts().get(0).text()) ? Place.ELSEWHERE : place;
  }

  private void columns(List<Token> tokens, Set<String> tables) {
    Set<Integer> found = new HashSet<>();
    uses.forEach(use -> found.add(use.start()));
    for (Token token : tokens) {
      if (token.parts().size() >= 3
          && tables.contains(key(token.parts()))
          && !found.contains(token.parts().get(0).start())) {
        use(token);
      }
    }
  }

  private boolean knows(Token token) {
    return known.contains(token.parts().get(0).text());
  }

  private void use(Token token) {
    Part catalog = token.parts().get(0);
    uses.add(new Use(catalog.text(), catalog.start(), token.parts().get(1).start()));
  }

  private static String key(List<Part> parts) {
    return parts.get(0).text() + '\0' + parts.get(1).text() + '\0' + parts.get(2).text();
  }
}
