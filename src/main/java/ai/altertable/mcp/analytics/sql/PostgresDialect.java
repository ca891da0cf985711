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
  public String startsWith(String textSql, String partSql) {
    return "starts_with(" + textSql + ", " + partSql + ")";
  }

  @Override
  public String endsWith(String textSql, String partSql) {
    return "(right(" + textSql + ", length(" + partSql + ")) = " + partSql + ")";
  }

  @Override
  public String contains(String textSql, String partSql) {
    return "(strpos(" + textSql + ", " + partSql + ") > 0)";
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
  public String bucketEnd(Interval interval, ZoneId zone, String startSql) {
    if (interval == Interval.HOUR) {
      return "(" + startSql + " + INTERVAL '1 hour')";
    }
    String local = "(" + startSql + " AT TIME ZONE " + text(zone.getId()) + ")";
    return "(("
        + local
        + " + CAST("
        + text("1 " + interval.unit())
        + " AS interval)) AT TIME ZONE "
        + text(zone.getId())
        + ")";
  }
}
