package ai.altertable.mcp.analytics.sql;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;

/** What differs between the engines' SQL. Arguments named {@code sql} are rendered already. */
public interface Dialect {
  /** Digits behind the point of ratios. */
  int RATIO_DIGITS = 6;

  /** Digits behind the point of averages of seconds. */
  int SECOND_DIGITS = 3;

  /** Whether a common table expression that is named more than once is computed once. */
  default boolean keepsCommon() {
    return true;
  }

  /** A quoted name. */
  default String identifier(String name) {
    return Quoted.identifier(name);
  }

  /** A quoted text literal. */
  default String text(String value) {
    return Quoted.text(value);
  }

  String number(BigDecimal value);

  String moment(Instant value);

  /** A top-level property of a JSON object as text; NULL when missing or JSON null. */
  String property(String objectSql, String key);

  /** A top-level property of a JSON object as exact number; NULL when it is not a JSON number. */
  String numericProperty(String objectSql, String key);

  default String asText(String sql) {
    return "CAST(" + sql + " AS VARCHAR)";
  }

  /**
   * Orders texts by code point, whatever the database's collation: as they are, where it has none.
   */
  default String byCodePoint(String sql) {
    return sql;
  }

  default String startsWith(String textSql, String partSql) {
    return "starts_with(" + textSql + ", " + partSql + ")";
  }

  String endsWith(String textSql, String partSql);

  default String contains(String textSql, String partSql) {
    return "(strpos(" + textSql + ", " + partSql + ") > 0)";
  }

  /** The start of the interval that a moment lies in, by the calendar of a zone, as a moment. */
  String bucket(Interval interval, ZoneId zone, String momentSql);

  /** The moment that many intervals behind the start of one, by the calendar of a zone. */
  String plusIntervals(Interval interval, ZoneId zone, String startSql, String countSql);

  /** How many starts of intervals lie between two moments, by the calendar of a zone. */
  String boundaries(Interval interval, ZoneId zone, String startSql, String endSql);

  /** How many whole spans of that many seconds lie between two moments; a whole number. */
  String spans(long seconds, String startSql, String endSql);

  /**
   * @param seconds may be negative
   */
  String plusSeconds(String momentSql, long seconds);

  /** A date or a time without zone is taken as of UTC. */
  String asMoment(String sql);

  /** The moment at which a date begins by the calendar of a zone. */
  String startOfDay(ZoneId zone, String dateSql);

  /** An aggregate: a value of the group that is not NULL; NULL when there is none. */
  default String onlyValue(String sql) {
    return "any_value(" + sql + ")";
  }

  /** A window function: the last value that is not NULL, where none is greater than one before. */
  default String latest(String sql) {
    return "min(" + sql + ")";
  }

  /** The mean of seconds between two moments, an aggregate, to {@value #SECOND_DIGITS} digits. */
  String averageSeconds(String startSql, String endSql);

  /** A part divided by a whole, to {@value #RATIO_DIGITS} digits; NULL when the whole is 0. */
  default String ratio(String partSql, String wholeSql) {
    return "round(CAST(%s AS DOUBLE) / nullif(%s, 0), %d)"
        .formatted(partSql, wholeSql, RATIO_DIGITS);
  }

  /** Whether a whole text matches a pattern of literals, groups, alternatives and {@code [0-9]}. */
  String matches(String textSql, String pattern);
}
