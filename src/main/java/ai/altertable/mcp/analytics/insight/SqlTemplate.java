package ai.altertable.mcp.analytics.insight;

import ai.altertable.mcp.analytics.sql.SqlText;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A statement with places for values. A place counts in code only: within quotes or comments a
 * literal would not be one.
 */
final class SqlTemplate {
  private static final Pattern PLACE =
      Pattern.compile("\\{\\{\\s*([A-Za-z_][A-Za-z0-9_]{0,62})\\s*}}");

  private final SqlText text;

  SqlTemplate(String statement) {
    this.text = SqlText.of(statement);
  }

  /** The names of the places in code. */
  Set<String> names() {
    return names(true);
  }

  /** The names of what looks like a place, but stands within quotes or a comment. */
  Set<String> quotedNames() {
    return names(false);
  }

  /**
   * @param literals by name, for every place in code
   */
  String filled(Map<String, String> literals) {
    return text.pieces().stream()
        .map(
            piece ->
                piece.kind() == SqlText.Kind.CODE
                    ? PLACE
                        .matcher(piece.text())
                        .replaceAll(place -> Matcher.quoteReplacement(literals.get(place.group(1))))
                    : piece.text())
        .collect(Collectors.joining());
  }

  private Set<String> names(boolean inCode) {
    Set<String> names = new LinkedHashSet<>();
    for (SqlText.Piece piece : text.pieces()) {
      if ((piece.kind() == SqlText.Kind.CODE) == inCode) {
        PLACE.matcher(piece.text()).results().forEach(place -> names.add(place.group(1)));
      }
    }
    return names;
  }
}
