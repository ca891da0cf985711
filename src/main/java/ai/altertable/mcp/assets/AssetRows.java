package ai.altertable.mcp.assets;

import ai.altertable.mcp.platform.PlatformDatabase;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** Reads the rows of one asset table, the newest first, by slug or by page. */
final class AssetRows<T> {
  private static final String NUMBER = "split_part(slug, '-', 2)::bigint";

  /** Until the end of the transaction; letters are told apart by the same words as in a search. */
  private static final String LOCK =
      """
      SELECT pg_advisory_xact_lock(
        hashtextextended($1 || '/' || current_environment()::text || '/' || lower($2), 0))""";

  private final PlatformDatabase database;
  private final String table;
  private final Function<Row, T> read;
  private final Function<T, String> slug;

  /**
   * @param table a constant, never input
   */
  AssetRows(
      PlatformDatabase database, String table, Function<Row, T> read, Function<T, String> slug) {
    this.database = database;
    this.table = table;
    this.read = read;
    this.slug = slug;
  }

  PlatformDatabase database() {
    return database;
  }

  Future<Optional<T>> find(UUID environmentId, String wanted) {
    String sql = "SELECT * FROM " + table + " WHERE slug = $1";
    return database
        .inEnvironment(
            environmentId, connection -> connection.preparedQuery(sql).execute(Tuple.of(wanted)))
        .map(rows -> all(rows).stream().findFirst());
  }

  /** Those of these slugs that are there. */
  Future<List<T>> all(UUID environmentId, List<String> slugs) {
    String sql = "SELECT * FROM " + table + " WHERE slug = ANY ($1)";
    return database
        .inEnvironment(
            environmentId,
            connection ->
                connection.preparedQuery(sql).execute(Tuple.of(slugs.toArray(String[]::new))))
        .map(this::all);
  }

  /**
   * @param condition a constant whose parameters are {@code $1} to the number of them
   * @param parameters in order; nulls mean no filter by the conditions' own words
   */
  Future<Page<T>> list(
      UUID environmentId, String condition, List<?> parameters, PageRequest request) {
    int after = parameters.size() + 1;
    String sql =
        "SELECT * FROM %s WHERE (%s) AND ($%d::bigint IS NULL OR %s < $%d) ORDER BY %s DESC LIMIT $%d"
            .formatted(table, condition, after, NUMBER, after, NUMBER, after + 1);
    List<Object> values = new ArrayList<>(parameters);
    values.add(request.after());
    values.add(request.limit() + 1);
    return database
        .inEnvironment(
            environmentId, connection -> connection.preparedQuery(sql).execute(Tuple.wrap(values)))
        .map(rows -> Page.of(all(rows), request, this::number));
  }

  /**
   * Keeps others of the environment from saving the same at the same time: they wait until the
   * transaction has ended, and see what it saved.
   *
   * @param words that make two rows the same, in letters of either case
   */
  Future<Void> alone(SqlConnection connection, String words) {
    return connection.preparedQuery(LOCK).execute(Tuple.of(table, words)).mapEmpty();
  }

  /** Inserts with a new slug of that prefix as {@code $1}; the other values follow it. */
  Future<T> insert(SqlConnection connection, String prefix, String sql, List<?> values) {
    return AssetNumbers.next(connection, prefix)
        .compose(
            next -> {
              List<Object> all = new ArrayList<>();
              all.add(next);
              all.addAll(values);
              return connection.preparedQuery(sql).execute(Tuple.wrap(all));
            })
        .map(rows -> read.apply(rows.iterator().next()));
  }

  /**
   * Runs a change in a transaction of an environment, or tries it: then the result is what would
   * have been saved, and nothing is.
   *
   * @param keep false for a trial
   */
  <R> Future<R> change(UUID environmentId, boolean keep, Function<SqlConnection, Future<R>> work) {
    if (keep) {
      return database.inEnvironment(environmentId, work);
    }
    AtomicReference<R> tried = new AtomicReference<>();
    Trial trial = new Trial();
    return database
        .<R>inEnvironment(
            environmentId,
            connection ->
                work.apply(connection)
                    .compose(
                        result -> {
                          tried.set(result);
                          return Future.failedFuture(trial);
                        }))
        .recover(
            failure ->
                failure == trial
                    ? Future.succeededFuture(tried.get())
                    : Future.failedFuture(failure));
  }

  /**
   * Keeps what a row was as a version, then changes it.
   *
   * @param keepSql a constant that copies the row of slug {@code $1} and version {@code $2}
   * @param updateSql a constant that changes it and returns it; its values follow those two
   * @return empty when there is no such row, or it has another version by now
   */
  Future<Optional<T>> update(
      SqlConnection connection, String keepSql, String updateSql, List<?> values) {
    return connection
        .preparedQuery(keepSql)
        .execute(Tuple.wrap(new ArrayList<>(values.subList(0, 2))))
        .compose(
            kept ->
                connection.preparedQuery(updateSql).execute(Tuple.wrap(new ArrayList<>(values))))
        .map(rows -> all(rows).stream().findFirst());
  }

  /** Ends a transaction without saving. */
  private static final class Trial extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Trial() {
      super("only a trial", null, false, false);
    }
  }

  private List<T> all(RowSet<Row> rows) {
    List<T> items = new ArrayList<>(rows.size());
    rows.forEach(row -> items.add(read.apply(row)));
    return items;
  }

  private long number(T item) {
    String text = slug.apply(item);
    return Long.parseLong(text.substring(text.indexOf('-') + 1));
  }
}
