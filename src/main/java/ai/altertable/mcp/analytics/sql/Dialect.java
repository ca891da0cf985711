package ai.altertable.mcp.analytics.sql;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;

/** What differs between the engines' SQL. Arguments named {@code sql} are rendered already. */
public interface Dialect {
  /** A quoted name. */
  String identifier(String name);

  /** A quoted text literal. */
  String text(String value);

  String number(BigDecimal value);

  String moment(Instant value);

  /** A top-level property of a JSON object as text; NULL when missing or JSON null. */
  String property(String objectSql, String key);

  /** A top-level property of a JSON object as exact number; NULL when it is not a JSON number. */
  String numericProperty(String objectSql, String key);

  String asText(String sql);

  /** Orders texts by code point, whatever the database's collation. */
  String byCodePoint(String sql);

  String startsWith(String textSql, String partSql);

  String endsWith(String textSql, String partSql);

  String contains(String textSql, String partSql);

  /** The start of the interval that a moment lies in, by the calendar of a zone, as a moment. */
  String bucket(Interval interval, ZoneId zone, String momentSql);

  /** The end of the interval that starts at a moment. */
  String bucketEnd(Interval interval, ZoneId zone, String startSql);
}
