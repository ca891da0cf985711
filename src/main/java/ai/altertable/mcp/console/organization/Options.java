package ai.altertable.mcp.console.organization;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The options of selects and radio groups. */
final class Options {
  private Options() {}

  /**
   * Options, one of them chosen.
   *
   * @param selected value; none is chosen when no option has it
   */
  static <T> List<Map<String, Object>> of(
      List<T> items, Function<T, String> value, Function<T, String> label, String selected) {
    return items.stream()
        .map(
            item ->
                Map.<String, Object>of(
                    "value", value.apply(item),
                    "label", label.apply(item),
                    "selected", value.apply(item).equals(selected)))
        .toList();
  }
}
