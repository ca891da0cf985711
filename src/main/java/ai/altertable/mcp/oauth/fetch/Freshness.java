package ai.altertable.mcp.oauth.fetch;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long a document may be kept, by its headers (RFC 9111 section 4.2). */
final class Freshness {
  /** One sign-in reads a document several times; asking more often serves nobody. */
  static final Duration SHORTEST = Duration.ofMinutes(1);

  static final Duration LONGEST = Duration.ofHours(24);
  private static final Duration UNSAID = Duration.ofMinutes(5);
  private static final Pattern MAX_AGE = Pattern.compile("(?:^|[,\\s])max-age=\"?(\\d{1,9})");

  private Freshness() {}

  static Duration of(MultiMap headers, Instant now) {
    String control =
        String.join(",", headers.getAll(HttpHeaders.CACHE_CONTROL)).toLowerCase(Locale.ROOT);
    if (control.contains("no-store") || control.contains("no-cache")) {
      return SHORTEST;
    }
    Matcher maxAge = MAX_AGE.matcher(control);
    Duration said =
        maxAge.find()
            ? Duration.ofSeconds(Long.parseLong(maxAge.group(1)))
            : expires(headers, now).orElse(UNSAID);
    Duration left = said.minus(age(headers));
    if (left.compareTo(SHORTEST) < 0) {
      return SHORTEST;
    }
    return left.compareTo(LONGEST) > 0 ? LONGEST : left;
  }

  private static Duration age(MultiMap headers) {
    String age = headers.get("Age");
    return age != null && age.matches("\\d{1,9}")
        ? Duration.ofSeconds(Long.parseLong(age))
        : Duration.ZERO;
  }

  private static Optional<Duration> expires(MultiMap headers, Instant now) {
    String expires = headers.get(HttpHeaders.EXPIRES);
    if (expires == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          Duration.between(
              now, ZonedDateTime.parse(expires, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant()));
    } catch (DateTimeParseException e) {
      return Optional.of(Duration.ZERO);
    }
  }
}
