package ai.altertable.mcp.analytics.sql;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Trino; JSON properties live in {@code JSON} or {@code VARCHAR}. Numbers in JSON are exact to
 * {@value #DIGITS} digits behind the point; larger ones than fit {@code DECIMAL(38, 10)} count as
 * missing. Time counts in milliseconds.
 */
public final class TrinoDialect implements Dialect {
  private static final int DIGITS = 10;
  private static final String NUMBER = "DECIMAL(38, " + DIGITS + ")";
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS 'UTC'").withZone(ZoneOffset.UTC);

  /** Puts what it stands for in its place, each time. */
  @Override
  public boolean keepsCommon() {
    return false;
  }

  @Override
  public String number(BigDecimal value) {
    return "CAST(" + text(value.toPlainString()) + " AS " + NUMBER + ")";
  }

  @Override
  public String moment(Instant value) {
    return "TIMESTAMP " + text(MOMENT.format(value));
  }

  @Override
  public String property(String objectSql, String key) {
    return "json_extract_scalar(" + objectSql + ", " + path(key) + ")";
  }

  /** A number is what JSON writes with a digit or a minus in front. */
  @Override
  public String numericProperty(String objectSql, String key) {
    String json = "json_format(json_extract(" + objectSql + ", " + path(key) + "))";
    return "(CASE WHEN regexp_like(%s, '^-?[0-9]') THEN TRY_CAST(%s AS %s) END)"
        .formatted(json, json, NUMBER);
  }

  @Override
  public String endsWith(String textSql, String partSql) {
    return "(substr(%s, greatest(length(%s) - length(%s), 0) + 1) = %s)"
        .formatted(textSql, textSql, partSql, partSql);
  }

  @Override
  public String bucket(Interval interval, ZoneId zone, String momentSql) {
    return "date_trunc('" + interval.unit() + "', " + at(zone, momentSql) + ")";
  }

  @Override
  public String plusIntervals(Interval interval, ZoneId zone, String startSql, String countSql) {
    return "date_add('" + interval.unit() + "', " + countSql + ", " + at(zone, startSql) + ")";
  }

  @Override
  public String boundaries(Interval interval, ZoneId zone, String startSql, String endSql) {
    // dates, because a day of a zone may have 23 hours
    String type = interval == Interval.HOUR ? "TIMESTAMP" : "DATE";
    return "date_diff('%s', date_trunc('%s', CAST(%s AS %s)), date_trunc('%s', CAST(%s AS %s)))"
        .formatted(
            interval.unit(),
            interval.unit(),
            at(zone, startSql),
            type,
            interval.unit(),
            at(zone, endSql),
            type);
  }

  @Override
  public String spans(long seconds, String startSql, String endSql) {
    return "(date_diff('millisecond', %s, %s) / %d)".formatted(startSql, endSql, seconds * 1000);
  }

  @Override
  public String plusSeconds(String momentSql, long seconds) {
    return "date_add('second', " + seconds + ", " + momentSql + ")";
  }

  @Override
  public String asMoment(String sql) {
    return "CAST(" + sql + " AS TIMESTAMP(6) WITH TIME ZONE)";
  }

  @Override
  public String startOfDay(ZoneId zone, String dateSql) {
    return "with_timezone(CAST(%s AS TIMESTAMP(6)), %s)".formatted(dateSql, text(zone.getId()));
  }

  @Override
  public String averageSeconds(String startSql, String endSql) {
    return "round(avg(date_diff('millisecond', %s, %s)) / 1000, %d)"
        .formatted(startSql, endSql, SECOND_DIGITS);
  }

  @Override
  public String matches(String textSql, String pattern) {
    return "regexp_like(" + textSql + ", " + text("^(" + pattern + ")$") + ")";
  }

  private static String at(ZoneId zone, String momentSql) {
    return "(" + momentSql + " AT TIME ZONE " + Quoted.text(zone.getId()) + ")";
  }

  private static String path(String key) {
    return Quoted.text("$[\"" + key.replace("\\", "\\\\").replace("\"", "\\\"") + "\"]");
  }
}
