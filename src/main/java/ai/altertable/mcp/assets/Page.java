package ai.altertable.mcp.assets;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Some items of a list.
 *
 * @param next position to go on after, or null when these are the last
 */
public record Page<T>(List<T> items, Long next) {
  public Page {
    items = List.copyOf(items);
  }

  /**
   * The page in a list that was read one item longer than asked, to learn whether there are more.
   *
   * @param position of an item
   */
  static <T> Page<T> of(List<T> oneMore, PageRequest request, ToLongFunction<T> position) {
    if (oneMore.size() <= request.limit()) {
      return new Page<>(oneMore, null);
    }
    List<T> items = oneMore.subList(0, request.limit());
    return new Page<>(items, position.applyAsLong(items.get(items.size() - 1)));
  }

  /** A page of a list that is in memory already; positions are indexes. */
  public static <T> Page<T> slice(List<T> all, PageRequest request) {
    int from = request.after() == null ? 0 : (int) Math.min(request.after() + 1, all.size());
    int to = Math.min(from + request.limit(), all.size());
    return new Page<>(all.subList(from, to), to < all.size() ? (long) to - 1 : null);
  }
}
