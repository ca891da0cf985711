package ai.altertable.mcp.console.organization;

import ai.altertable.mcp.console.PageProblem;
import io.vertx.core.MultiMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The fields of a form or of a query, as they came. */
final class Fields {
  private static final int LONGEST = 4096;
  private static final int MOST_VALUES = 500;

  private final MultiMap values;

  Fields(MultiMap values) {
    this.values = values;
  }

  /** A trimmed value; empty when it is absent or blank. */
  Optional<String> get(String name) {
    List<String> all = values.getAll(name);
    if (all.size() > 1) {
      throw unreadable(name + " is given more than once.");
    }
    return all.stream()
        .map(value -> checked(name, value).trim())
        .filter(v -> !v.isEmpty())
        .findAny();
  }

  /** A value as it was typed, for passwords and the like; empty when it is absent. */
  String raw(String name) {
    List<String> all = values.getAll(name);
    if (all.size() > 1) {
      throw unreadable(name + " is given more than once.");
    }
    return all.isEmpty() ? "" : checked(name, all.get(0));
  }

  String text(String name) {
    return get(name).orElse("");
  }

  boolean ticked(String name) {
    return get(name).isPresent();
  }

  /** Every value of a field that may come several times. */
  List<String> all(String name) {
    List<String> all = values.getAll(name);
    if (all.size() > MOST_VALUES) {
      throw unreadable("There are too many of " + name + ".");
    }
    return all.stream().map(value -> checked(name, value)).toList();
  }

  /** What a form is filled with when it is shown again. */
  Map<String, Object> shownAgain() {
    Map<String, Object> shown = new HashMap<>();
    values.names().forEach(name -> shown.put(name, values.get(name)));
    return shown;
  }

  private static String checked(String name, String value) {
    if (value.length() > LONGEST) {
      throw unreadable(name + " is longer than " + LONGEST + " characters.");
    }
    return value;
  }

  private static PageProblem unreadable(String why) {
    return new PageProblem(400, "The request is not valid", why);
  }
}
