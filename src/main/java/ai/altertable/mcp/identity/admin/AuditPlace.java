package ai.altertable.mcp.identity.admin;

import static java.util.Objects.requireNonNull;

import java.time.DateTimeException;
import java.time.Instant;

/**
 * A place in the audit log, latest events first.
 *
 * @param at of the last event before the place, to the microsecond
 * @param id of that event
 */
public record AuditPlace(Instant at, long id) {
  private static final int LONGEST = 60;

  public AuditPlace {
    requireNonNull(at, "at is null");
  }

  /** For addresses: {@code <instant>_<id>}. */
  public String text() {
    return at + "_" + id;
  }

  /**
   * @throws Refused {@code INVALID} for whatever {@link #text} did not make
   */
  public static AuditPlace parse(String text) {
    int split = text.indexOf('_');
    try {
      if (split > 0 && text.length() <= LONGEST) {
        return new AuditPlace(
            Instant.parse(text.substring(0, split)), Long.parseLong(text.substring(split + 1)));
      }
    } catch (DateTimeException | NumberFormatException e) {
      // answered below, like any other text that is no place
    }
    throw Refused.invalid("cursor", "The cursor is not one of this list.");
  }
}
