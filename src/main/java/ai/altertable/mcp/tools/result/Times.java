package ai.altertable.mcp.tools.result;

import ai.altertable.mcp.tools.Schema;
import ai.altertable.mcp.tools.ToolArguments;
import ai.altertable.mcp.tools.ToolFault;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Arguments that are points in time. */
public final class Times {
  private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

  private Times() {}

  public static Schema schema() {
    return Schema.text().length(1, 40).describe("ISO 8601, such as 2026-01-31T00:00:00Z");
  }

  /**
   * @return null when not given
   * @throws ToolFault when it is not a time
   */
  public static Instant read(ToolArguments arguments, String name) {
    return arguments.optionalText(name).map(text -> parse(name, text)).orElse(null);
  }

  private static Instant parse(String name, String text) {
    try {
      Instant instant = OffsetDateTime.parse(text).toInstant();
      if (!instant.isBefore(EARLIEST) && instant.isBefore(LATEST)) {
        return instant;
      }
    } catch (DateTimeException notATime) {
      throw new ToolFault(
          "$." + name + " must be a time with an offset, such as 2026-01-31T00:00:00Z.");
    }
    throw new ToolFault("$." + name + " must lie between " + EARLIEST + " and " + LATEST + ".");
  }
}
