package ai.altertable.mcp.administration;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Which page of a list is wanted.
 *
 * @param limit most items, 1 to {@link #MOST}
 * @param cursor from the page before, or empty for the first page
 */
public record SliceRequest(int limit, Optional<String> cursor) {
  public static final int MOST = 200;

  /**
   * @throws Refused {@code INVALID} for a limit out of bounds
   */
  public SliceRequest {
    if (limit < 1 || limit > MOST) {
      throw Refused.invalid("limit", "The limit must be 1 to " + MOST + ".");
    }
    requireNonNull(cursor, "cursor is null");
  }
}
