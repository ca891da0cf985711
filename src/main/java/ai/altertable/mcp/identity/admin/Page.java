package ai.altertable.mcp.identity.admin;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A page of a list that is ordered by a text of its items.
 *
 * @param next where the page after it begins, for {@link Request#after}; empty on the last one
 */
public record Page<T>(List<T> items, Optional<String> next) {
  public Page {
    items = List.copyOf(items);
    requireNonNull(next, "next is null");
  }

  /**
   * Which page is wanted.
   *
   * @param after {@link Page#next} of the page before; empty for the first one
   * @param limit most items, 1 to {@link #MOST}
   */
  public record Request(Optional<String> after, int limit) {
    public static final int MOST = 200;

    private static final int LONGEST = 400;

    /**
     * @throws Refused {@code INVALID}
     */
    public Request {
      if (limit < 1 || limit > MOST) {
        throw Refused.invalid("limit", "The limit must be 1 to " + MOST + ".");
      }
      if (after.filter(text -> text.length() > LONGEST || text.indexOf('\0') >= 0).isPresent()) {
        throw Refused.invalid("cursor", "The cursor is not one of this list.");
      }
    }

    public static Request first(int limit) {
      return new Request(Optional.empty(), limit);
    }
  }

  /**
   * A page out of one item more than fits.
   *
   * @param found up to {@code limit + 1}
   * @param place the text that the list is ordered by
   */
  static <T> Page<T> of(List<T> found, int limit, Function<T, String> place) {
    return found.size() <= limit
        ? new Page<>(found, Optional.empty())
        : new Page<>(found.subList(0, limit), Optional.of(place.apply(found.get(limit - 1))));
  }
}
