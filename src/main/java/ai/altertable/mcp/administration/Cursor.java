package ai.altertable.mcp.administration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.identity.admin.Page;
import ai.altertable.mcp.identity.admin.Refused;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * The place in a list that is ordered by time and key, latest first.
 *
 * @param at of the last row before the place, to the microsecond, as the database keeps it
 * @param id of that row
 */
record Cursor(Instant at, UUID id) {
  private static final int LONGEST = 200;

  Cursor {
    requireNonNull(at, "at is null");
    requireNonNull(id, "id is null");
  }

  String text() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString((at + "/" + id).getBytes(UTF_8));
  }

  /**
   * @throws Refused {@code INVALID} for whatever {@link #text} did not make
   */
  static Cursor parse(String text) {
    try {
      if (text.length() <= LONGEST) {
        String[] parts = new String(Base64.getUrlDecoder().decode(text), UTF_8).split("/", 2);
        if (parts.length == 2) {
          return new Cursor(Instant.parse(parts[0]), UUID.fromString(parts[1]));
        }
      }
    } catch (DateTimeException | IllegalArgumentException e) {
      // answered below, like any other text that is no cursor
    }
    throw Refused.invalid("cursor", "The cursor is not one of this list.");
  }

  /**
   * A page out of one item more than fits.
   *
   * @param found up to {@code limit + 1}
   */
  static <T> Page<T> page(List<T> found, int limit, Function<T, Cursor> place) {
    return found.size() <= limit
        ? new Page<>(found, Optional.empty())
        : new Page<>(
            found.subList(0, limit), Optional.of(place.apply(found.get(limit - 1)).text()));
  }
}
