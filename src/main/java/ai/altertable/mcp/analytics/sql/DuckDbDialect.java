package ai.altertable.mcp.analytics.sql;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;

/**
 * DuckDB 1.4 or newer, with its bundled {@code json} and {@code icu}; JSON properties live in
 * {@code JSON} or {@code VARCHAR}. Numbers in JSON are exact to {@value #DIGITS} digits behind the
 * point; larger ones than fit {@code DECIMAL(38, 10)} count as missing.
 */
public final class DuckDbDialect implements Dialect {
  private static final int DIGITS = 10;
  private static final String NUMBER = "DECIMAL(38, " + DIGITS + ")";

  @Override
  public String number(BigDecimal value) {
    return "CAST(" + text(value.toString()) + " AS " + NUMBER + ")";
  }

  @Override
  public String moment(Instant value) {
    return "CAST(" + text(value.toString()) + " AS TIMESTAMPTZ)";
  }

  @Override
  public String property(String objectSql, String key) {
    return "json_extract_string(" + objectSql + ", " + pointer(key) + ")";
  }

  @Override
  public String numericProperty(String objectSql, String key) {
    return "(CASE WHEN json_type(%s, %s) IN ('BIGINT', 'UBIGINT', 'DOUBLE') THEN TRY_CAST(%s AS %s) END)"
        .formatted(objectSql, pointer(key), property(objectSql, key), NUMBER);
  }

  @Override
  public String endsWith(String textSql, String partSql) {
    return "suffix(" + textSql + ", " + partSql + ")";
  }

  @Override
  public String contains(String textSql, String partSql) {
    return "contains(" + textSql + ", " + partSql + ")";
  }

  /** An hour is cut off the moment itself, because two hours of a year have the same local time. */
  @Override
  public String bucket(Interval interval, ZoneId zone, String momentSql) {
    String local = local(zone, momentSql);
    String cut = truncated(interval, local);
    return interval == Interval.HOUR
        ? "(" + momentSql + " - (" + local + " - " + cut + "))"
        : moment(zone, cut);
  }

  @Override
  public String plusIntervals(Interval interval, ZoneId zone, String startSql, String countSql) {
    String count = "CAST(" + countSql + " AS INTEGER)";
    return switch (interval) {
      case HOUR -> "(" + startSql + " + to_hours(" + count + "))";
      case DAY -> moment(zone, local(zone, startSql) + " + to_days(" + count + ")");
      case WEEK -> moment(zone, local(zone, startSql) + " + to_days(7 * " + count + ")");
      case MONTH -> moment(zone, local(zone, startSql) + " + to_months(" + count + ")");
      case QUARTER -> moment(zone, local(zone, startSql) + " + to_months(3 * " + count + ")");
      case YEAR -> moment(zone, local(zone, startSql) + " + to_months(12 * " + count + ")");
    };
  }

  @Override
  public String boundaries(Interval interval, ZoneId zone, String startSql, String endSql) {
    String unit = interval == Interval.WEEK ? "day" : interval.unit();
    String counted =
        "date_diff(%s, %s, %s)"
            .formatted(
                text(unit),
                truncated(interval, local(zone, startSql)),
                truncated(interval, local(zone, endSql)));
    return interval == Interval.WEEK ? "(" + counted + " // 7)" : counted;
  }

  @Override
  public String spans(long seconds, String startSql, String endSql) {
    return "((epoch_us(%s) - epoch_us(%s)) // %d)".formatted(endSql, startSql, seconds * 1_000_000);
  }

  /** Much quicker than to add an interval, which asks the calendar. */
  @Override
  public String plusSeconds(String momentSql, long seconds) {
    return "make_timestamptz(epoch_us(%s) + %d)".formatted(momentSql, seconds * 1_000_000);
  }

  @Override
  public String asMoment(String sql) {
    return "CAST(" + sql + " AS TIMESTAMPTZ)";
  }

  @Override
  public String startOfDay(ZoneId zone, String dateSql) {
    return moment(zone, "CAST(" + dateSql + " AS TIMESTAMP)");
  }

  /** Much quicker than the least value, which it keeps a tree of partial aggregates for. */
  @Override
  public String latest(String sql) {
    return "last_value(" + sql + " IGNORE NULLS)";
  }

  @Override
  public String averageSeconds(String startSql, String endSql) {
    return "round(avg(epoch_us(%s) - epoch_us(%s)) / 1000000, %d)"
        .formatted(endSql, startSql, SECOND_DIGITS);
  }

  @Override
  public String matches(String textSql, String pattern) {
    return "regexp_full_match(" + textSql + ", " + text(pattern) + ")";
  }

  /** A JSON pointer (RFC 6901): any key can be written as one. */
  private String pointer(String key) {
    return text("/" + key.replace("~", "~0").replace("/", "~1"));
  }

  private static String truncated(Interval interval, String localSql) {
    // of a date it would be a date; local times are none
    return "date_trunc('" + interval.unit() + "', " + localSql + ")";
  }

  private String local(ZoneId zone, String momentSql) {
    return "timezone(" + text(zone.getId()) + ", " + momentSql + ")";
  }

  private String moment(ZoneId zone, String localSql) {
    return "timezone(" + text(zone.getId()) + ", " + localSql + ")";
  }
}
