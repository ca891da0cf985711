package ai.altertable.mcp.testing;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/**
 * What the platform database holds, table by table, so that a test can say that nothing changed.
 *
 * @param tables a digest of each table's rows
 */
public record DatabaseState(Map<String, String> tables) {
  /** Written by whoever asks, also when the answer is no. */
  private static final Set<String> OF_ASKING = Set.of("audit_event", "used_jwt", "browser_session");

  private static final String TABLES =
      """
      SELECT c.relname AS name FROM pg_class c
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
        AND NOT c.relispartition
      ORDER BY c.relname
      """;

  /** As it is now. */
  public static DatabaseState of(TestApp app) {
    Map<String, String> digests = new TreeMap<>();
    names(app).stream()
        .filter(table -> !OF_ASKING.contains(table))
        .forEach(table -> digests.put(table, digest(app, table)));
    return new DatabaseState(new LinkedHashMap<>(digests));
  }

  private static List<String> names(TestApp app) {
    return Await.get(
        app.database()
            .pool()
            .query(TABLES)
            .execute()
            .map(
                rows ->
                    StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString("name"))
                        .toList()));
  }

  private static String digest(TestApp app, String table) {
    Future<String> digest =
        app.database()
            .pool()
            .query(
                "SELECT coalesce(md5(string_agg(t::text, ' ' ORDER BY t::text)), '') AS digest FROM "
                    + table
                    + " t")
            .execute()
            .map(rows -> rows.iterator().next())
            .map((Row row) -> row.getString("digest"));
    return Await.get(digest);
  }
}
