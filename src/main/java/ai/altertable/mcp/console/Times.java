package ai.altertable.mcp.console;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** Points in time as pages write them: without JavaScript nobody knows the reader's zone. */
public final class Times {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm:ss 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private Times() {}

  public static String minute(Instant at) {
    return MINUTE.format(at);
  }

  /** To the second. */
  public static String second(Instant at) {
    return SECOND.format(at);
  }

  /** The same, or {@code never}. */
  public static String minute(Optional<Instant> at) {
    return at.map(MINUTE::format).orElse("never");
  }
}
