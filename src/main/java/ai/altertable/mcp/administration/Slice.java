package ai.altertable.mcp.administration;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A page of a list.
 *
 * @param next cursor of the page after it; empty = this is the last one
 */
public record Slice<T>(List<T> items, Optional<String> next) {
  public Slice {
    items = List.copyOf(items);
    requireNonNull(next, "next is null");
  }

  /**
   * A page out of one row more than fits.
   *
   * @param rows up to {@code limit + 1}
   * @param cursor of the page that follows an item
   */
  static <T> Slice<T> of(List<T> rows, int limit, Function<T, String> cursor) {
    return rows.size() <= limit
        ? new Slice<>(rows, Optional.empty())
        : new Slice<>(rows.subList(0, limit), Optional.of(cursor.apply(rows.get(limit - 1))));
  }
}
