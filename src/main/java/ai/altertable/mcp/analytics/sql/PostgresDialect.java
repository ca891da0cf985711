package ai.altertable.mcp.analytics.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;

/** PostgreSQL 15 or newer; JSON properties live in {@code jsonb}. */
public final class PostgresDialect implements Dialect {
  /** Names are cut off by the server beyond this. */
  private static final int MAX_IDENTIFIER_BYTES = 63;

  @Override
  public String identifier(String name) {
    if (name.isEmpty() || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("not a name");
    }
    if (name.getBytes(UTF_8).length > MAX_IDENTIFIER_BYTES) {
      throw new IllegalArgumentException("name is longer than " + MAX_IDENTIFIER_BYTES + " bytes");
    }
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** The escape form means the same whatever {@code standard_conforming_strings} says. */
  @Override
  public String text(String value) {
    if (value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("text holds a NUL character");
    }
    String quoted = "'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
    return value.indexOf('\\') >= 0 ? "E" + quoted : quoted;
  }

  @Override
  public String number(BigDecimal value) {
    return "CAST(" + text(value.toString()) + " AS numeric)";
  }

  @Override
  public String moment(Instant value) {
    return "CAST(" + text(value.toString()) + " AS timestamptz)";
  }

  @Override
  public String property(String objectSql, String key) {
    return "(" + objectSql + " ->> " + text(key) + ")";
  }

  @Override
  public String numericProperty(String objectSql, String key) {
    return "(CASE WHEN jsonb_typeof("
        + objectSql
        + " -> "
        + text(key)
        + ") = 'number' THEN CAST("
        + property(objectSql, key)
        + " AS numeric) END)";
  }

  @Override
  public String asText(String sql) {
    return "CAST(" + sql + " AS text)";
  }

  @Override
  public String byCodePoint(String sql) {
    return "(" + sql + " COLLATE \"C\")";
  }

  @Override
  public String endsWith(String textSql, String partSql) {
    return "(right(" + textSql + ", length(" + partSql + ")) = " + partSql + ")";
  }

  @Override
  public String bucket(Interval interval, ZoneId zone, String momentSql) {
    return "date_trunc("
        + text(interval.unit())
        + ", "
        + momentSql
        + ", "
        + text(zone.getId())
        + ")";
  }

  @Override
  public String plusIntervals(Interval interval, ZoneId zone, String startSql, String countSql) {
    String added = "(" + countSql + " * CAST(" + text(step(interval)) + " AS interval))";
    if (interval == Interval.HOUR) {
      return "(" + startSql + " + " + added + ")";
    }
    return "(("
        + local(zone, startSql)
        + " + "
        + added
        + ") AT TIME ZONE "
        + text(zone.getId())
        + ")";
  }

  @Override
  public String boundaries(Interval interval, ZoneId zone, String startSql, String endSql) {
    String start = "date_trunc(" + text(interval.unit()) + ", " + local(zone, startSql) + ")";
    String end = "date_trunc(" + text(interval.unit()) + ", " + local(zone, endSql) + ")";
    return switch (interval) {
      case HOUR -> "CAST(extract(epoch FROM " + end + " - " + start + ") / 3600 AS bigint)";
      case DAY -> "(CAST(" + end + " AS date) - CAST(" + start + " AS date))";
      case WEEK -> "((CAST(" + end + " AS date) - CAST(" + start + " AS date)) / 7)";
      case MONTH, QUARTER, YEAR ->
          "CAST((%s - %s) / %d AS bigint)".formatted(months(end), months(start), months(interval));
    };
  }

  @Override
  public String spans(long seconds, String startSql, String endSql) {
    return "CAST(floor(extract(epoch FROM "
        + endSql
        + " - "
        + startSql
        + ") / "
        + seconds
        + ") AS bigint)";
  }

  @Override
  public String plusSeconds(String momentSql, long seconds) {
    return "(" + momentSql + " + CAST(" + text(seconds + " seconds") + " AS interval))";
  }

  @Override
  public String asMoment(String sql) {
    return "CAST(" + sql + " AS timestamptz)";
  }

  @Override
  public String startOfDay(ZoneId zone, String dateSql) {
    return local(zone, "CAST(" + dateSql + " AS timestamp)");
  }

  /** {@code any_value} is not in PostgreSQL 15. */
  @Override
  public String onlyValue(String sql) {
    return "(array_agg(%s) FILTER (WHERE %s IS NOT NULL))[1]".formatted(sql, sql);
  }

  @Override
  public String averageSeconds(String startSql, String endSql) {
    return "round(avg(extract(epoch FROM "
        + endSql
        + " - "
        + startSql
        + ")), "
        + SECOND_DIGITS
        + ")";
  }

  @Override
  public String ratio(String partSql, String wholeSql) {
    return "round(CAST(%s AS numeric) / nullif(%s, 0), %d)"
        .formatted(partSql, wholeSql, RATIO_DIGITS);
  }

  @Override
  public String matches(String textSql, String pattern) {
    return "(" + textSql + " ~ " + text("^(" + pattern + ")$") + ")";
  }

  private String local(ZoneId zone, String momentSql) {
    return "(" + momentSql + " AT TIME ZONE " + text(zone.getId()) + ")";
  }

  private static String step(Interval interval) {
    return interval == Interval.QUARTER ? "3 months" : "1 " + interval.unit();
  }

  private static String months(String localSql) {
    return "(extract(year FROM %s) * 12 + extract(month FROM %s))".formatted(localSql, localSql);
  }

  private static int months(Interval interval) {
    return interval == Interval.MONTH ? 1 : interval == Interval.QUARTER ? 3 : 12;
  }
}
