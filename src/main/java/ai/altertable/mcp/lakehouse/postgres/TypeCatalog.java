package ai.altertable.mcp.lakehouse.postgres;

import static java.util.stream.Collectors.joining;

import ai.altertable.mcp.lakehouse.value.Scalars;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The types of one database: the built-in ones by heart, others (enums, composites, domains in
 * arrays, extensions' types) asked for once. Thread-safe.
 */
final class TypeCatalog {
  /** More types than any sane database has; beyond it, everything is forgotten and asked again. */
  private static final int MAX_LEARNED = 10_000;

  private static final PgType UNKNOWN = new PgType("unknown", DirectDecoder.TEXT);
  private static final Map<Integer, PgType> BUILT_IN = builtIn();

  // every type that the wanted ones are made of
  private static final String LEARN =
      """
      WITH RECURSIVE part(oid) AS (
        SELECT oid FROM pg_catalog.pg_type WHERE oid IN ({oids})
        UNION
        SELECT p.oid
        FROM part JOIN pg_catalog.pg_type t USING (oid)
        CROSS JOIN LATERAL (
          SELECT t.typelem WHERE t.typcategory = 'A'
          UNION ALL SELECT t.typbasetype WHERE t.typtype = 'd'
          UNION ALL SELECT a.atttypid FROM pg_catalog.pg_attribute a
            WHERE t.typtype = 'c' AND a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
        ) AS p(oid)
      )
      SELECT t.oid::int8 AS oid, pg_catalog.format_type(t.oid, NULL) AS name, t.typtype::text AS kind,
        t.typcategory::text AS category, t.typelem::int8 AS element, t.typbasetype::int8 AS base,
        coalesce(e.typdelim, ',')::text AS delimiter, f.names, f.types
      FROM part JOIN pg_catalog.pg_type t USING (oid)
      LEFT JOIN pg_catalog.pg_type e ON e.oid = t.typelem
      LEFT JOIN LATERAL (
        SELECT array_agg(a.attname::text ORDER BY a.attnum) AS names,
          array_agg(a.atttypid::int8 ORDER BY a.attnum) AS types
        FROM pg_catalog.pg_attribute a
        WHERE t.typtype = 'c' AND a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
      ) f ON true""";

  private final Map<Integer, PgType> learned = new ConcurrentHashMap<>();

  /** The type of that object id, or null when it has not been learned. */
  PgType find(int oid) {
    PgType type = BUILT_IN.get(oid);
    return type != null ? type : learned.get(oid);
  }

  /** The type of that object id; one that prints as text when the server does not know it. */
  PgType get(int oid) {
    PgType type = find(oid);
    return type == null ? UNKNOWN : type;
  }

  /** Asks for types that {@link #find} did not have. */
  Future<Void> learn(SqlConnection connection, Collection<Integer> oids) {
    String list = Set.copyOf(oids).stream().map(Integer::toUnsignedString).collect(joining(","));
    return connection
        .query(LEARN.replace("{oids}", list))
        .execute()
        .map(
            rows -> {
              if (learned.size() > MAX_LEARNED) {
                learned.clear();
              }
              rows.forEach(this::add);
              return null;
            });
  }

  private void add(Row row) {
    int oid = row.getLong("oid").intValue();
    learned.put(oid, new PgType(row.getString("name"), decoder(row)));
  }

  // parts are looked up when a value is read: types may contain themselves
  private TextDecoder decoder(Row row) {
    if (row.getString("category").equals("A")) {
      return Nested.array(later(row.getLong("element")), row.getString("delimiter").charAt(0));
    }
    if (row.getString("kind").equals("d")) {
      return later(row.getLong("base"));
    }
    Long[] fields = row.getArrayOfLongs("types");
    if (fields != null) {
      List<String> names = List.of(row.getArrayOfStrings("names"));
      return Nested.composite(names, Arrays.stream(fields).map(this::later).toList());
    }
    return DirectDecoder.TEXT;
  }

  private TextDecoder later(Long oid) {
    return text -> get(oid.intValue()).decoder().decode(text);
  }

  /** Object ids of {@code pg_type.dat}, which never change: type, its array, its decoder. */
  private static Map<Integer, PgType> builtIn() {
    Map<Integer, PgType> types = new HashMap<>();
    add(types, 16, 1000, "boolean", Scalars::bool);
    add(types, 17, 1001, "bytea", Scalars::bytes);
    add(types, 19, 1003, "name", DirectDecoder.TEXT);
    add(types, 20, 1016, "bigint", DirectDecoder.INTEGER);
    add(types, 21, 1005, "smallint", DirectDecoder.INTEGER);
    add(types, 23, 1007, "integer", DirectDecoder.INTEGER);
    add(types, 25, 1009, "text", DirectDecoder.TEXT);
    add(types, 26, 1028, "oid", DirectDecoder.INTEGER);
    add(types, 114, 199, "json", Scalars::json);
    add(types, 700, 1021, "real", DirectDecoder.FLOATING);
    add(types, 701, 1022, "double precision", DirectDecoder.FLOATING);
    add(types, 1042, 1014, "character", DirectDecoder.TEXT);
    add(types, 1043, 1015, "character varying", DirectDecoder.TEXT);
    add(types, 1082, 1182, "date", DirectDecoder.TEXT);
    add(types, 1083, 1183, "time without time zone", DirectDecoder.TEXT);
    add(types, 1114, 1115, "timestamp without time zone", DirectDecoder.TIMESTAMP);
    add(types, 1184, 1185, "timestamp with time zone", DirectDecoder.TIMESTAMP);
    add(types, 1186, 1187, "interval", DirectDecoder.TEXT);
    add(types, 1266, 1270, "time with time zone", Scalars::timeWithZone);
    add(types, 1700, 1231, "numeric", DirectDecoder.TEXT);
    add(types, 2249, 2287, "record", Nested.composite(List.of(), List.of()));
    add(types, 2950, 2951, "uuid", DirectDecoder.TEXT);
    add(types, 3802, 3807, "jsonb", Scalars::json);
    return types;
  }

  private static void add(
      Map<Integer, PgType> types, int oid, int array, String name, TextDecoder decoder) {
    PgType type = new PgType(name, decoder);
    types.put(oid, type);
    types.put(array, type.array(','));
  }
}
