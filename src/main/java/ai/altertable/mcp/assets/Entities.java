package ai.altertable.mcp.assets;

import ai.altertable.mcp.platform.PlatformDatabase;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Everything that an environment saves, of all kinds together. */
public final class Entities {
  /** Most rows that a search ranks; the best by the database's own measure. */
  private static final int CANDIDATES = 300;

  private static final String ALL = union(EntityKind::heads);
  private static final String LIST =
      "SELECT * FROM ("
          + ALL
          + """
            ) AS entity
            WHERE $1::int IS NULL OR rank > $1 OR (rank = $1 AND number < $2)
            ORDER BY rank, number DESC LIMIT $3""";
  private static final String NAMED =
      "SELECT *, count(*) OVER () AS total FROM ("
          + ALL
          + """
            ) AS entity
            WHERE starts_with(lower(slug), lower($1)) OR strpos(lower(title), lower($1)) > 0
            ORDER BY starts_with(lower(slug), lower($1)) DESC, rank, number DESC LIMIT $2""";
  private static final String SEARCH =
      "SELECT * FROM ("
          + union(EntityKind::texts)
          + """
            ) AS entity,
            LATERAL to_tsvector('english', title || ' ' || summary || ' ' || body) AS words,
            to_tsquery('english', $1) AS query
            WHERE rank = ANY ($2) AND words @@ query
            ORDER BY ts_rank(words, query) DESC, rank, number DESC LIMIT $3""";

  private final PlatformDatabase database;

  public Entities(PlatformDatabase database) {
    this.database = database;
  }

  /**
   * An entity and all there is to show of it.
   *
   * @param content by the names of its fields; of the reader's own
   */
  public record Whole(Entity head, JsonObject content) {}

  /**
   * Those whose slug or title is like a text.
   *
   * @param items the best of them
   * @param total how many there are
   */
  public record Named(List<Entity> items, int total) {
    public Named {
      items = List.copyOf(items);
    }
  }

  /**
   * An entity that a search found.
   *
   * @param body what it says besides title and summary
   */
  public record Found(Entity head, String body) {}

  /** By kind, and the newest of each kind first. */
  public Future<List<Entity>> list(UUID environmentId, String afterSlug, int limit) {
    Integer rank = null;
    Long number = null;
    if (afterSlug != null) {
      rank = kind(afterSlug).ordinal();
      number = Long.valueOf(afterSlug.substring(afterSlug.indexOf('-') + 1));
    }
    return query(environmentId, LIST, Arrays.asList(rank, number, limit))
        .map(rows -> all(rows, Entity::read));
  }

  public Future<Optional<Whole>> find(UUID environmentId, String slug) {
    return EntityKind.ofSlug(slug)
        .map(
            kind ->
                query(environmentId, kind.whole(), List.of(slug))
                    .map(rows -> all(rows, Entities::whole).stream().findFirst()))
        .orElseGet(() -> Future.succeededFuture(Optional.empty()));
  }

  /** Those whose slug begins with a text, then those whose title holds it. */
  public Future<Named> named(UUID environmentId, String text, int limit) {
    return query(environmentId, NAMED, List.of(text, limit))
        .map(
            rows ->
                new Named(
                    all(rows, Entity::read),
                    rows.size() == 0 ? 0 : rows.iterator().next().getInteger("total")));
  }

  /**
   * Those that have any of the words, also as the beginning of a word; at most {@value
   * #CANDIDATES}.
   *
   * @param words letters and digits only, at least one
   */
  public Future<List<Found>> search(
      UUID environmentId, List<String> words, Collection<EntityKind> kinds) {
    String query = words.stream().map(word -> word + ":*").collect(Collectors.joining(" | "));
    Integer[] ranks = kinds.stream().map(EntityKind::ordinal).toArray(Integer[]::new);
    return query(environmentId, SEARCH, List.of(query, ranks, CANDIDATES))
        .map(rows -> all(rows, row -> new Found(Entity.read(row), row.getString("body"))));
  }

  private Future<RowSet<Row>> query(UUID environmentId, String sql, List<?> parameters) {
    return database.inEnvironment(
        environmentId,
        connection ->
            connection.preparedQuery(sql).execute(Tuple.wrap(new ArrayList<>(parameters))));
  }

  private static EntityKind kind(String slug) {
    return EntityKind.ofSlug(slug)
        .orElseThrow(() -> new IllegalArgumentException("no slug: " + slug));
  }

  private static Whole whole(Row row) {
    return new Whole(Entity.read(row), row.getJsonObject("content"));
  }

  private static <T> List<T> all(RowSet<Row> rows, Function<Row, T> read) {
    List<T> items = new ArrayList<>(rows.size());
    rows.forEach(row -> items.add(read.apply(row)));
    return items;
  }

  private static String union(Function<EntityKind, String> select) {
    return Arrays.stream(EntityKind.values())
        .map(select)
        .collect(Collectors.joining(" UNION ALL "));
  }
}
