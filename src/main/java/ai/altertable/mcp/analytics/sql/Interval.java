package ai.altertable.mcp.analytics.sql;

import java.util.Locale;

/** A calendar interval; weeks start on Monday. */
public enum Interval {
  HOUR,
  DAY,
  WEEK,
  MONTH,
  QUARTER,
  YEAR;

  /** The unit's name in definitions and in SQL. */
  public String unit() {
    return name().toLowerCase(Locale.ROOT);
  }
}
