package ai.altertable.mcp.platform;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Seals what the database keeps anew, under the key that seals now, so that older ones can go. In
 * batches, each a transaction of its own, while nodes run: a value that somebody changes meanwhile
 * is left as they made it. What is sealed under that key already stays: it can be run again.
 */
public final class Resealing {
  private static final int BATCH = 200;

  private static final String SELECT =
      "SELECT %2$s AS id, %3$s AS sealed FROM %1$s WHERE %3$s IS NOT NULL AND %2$s > $1"
          + " ORDER BY 1 LIMIT "
          + BATCH;
  private static final String UPDATE =
      "UPDATE %1$s SET %3$s = change.later"
          + " FROM unnest($1::text[], $2::bytea[], $3::bytea[]) AS change(named, before, later)"
          + " WHERE %2$s = change.named AND %3$s = change.before";

  private final PlatformDatabase database;
  private final Secrets secrets;
  private final Secrets newest;

  /**
   * @param secrets the new key, then those that it replaces
   */
  public Resealing(PlatformDatabase database, Secrets secrets) {
    this.database = database;
    this.secrets = secrets;
    this.newest = secrets.newest();
  }

  /**
   * How many values.
   *
   * @param resealed sealed anew
   * @param current sealed under the new key before
   * @param lost that open with none of the keys, and were left
   */
  public record Count(long resealed, long current, long lost) {
    static final Count NONE = new Count(0, 0, 0);

    Count plus(Count other) {
      return new Count(resealed + other.resealed, current + other.current, lost + other.lost);
    }
  }

  /** Goes through all of them. */
  public Future<Count> run(List<SealedColumn> columns) {
    return database
        .pool()
        .query("SELECT id FROM environment ORDER BY id")
        .execute()
        .compose(
            rows -> {
              List<UUID> environments = new ArrayList<>();
              rows.forEach(row -> environments.add(row.getUUID(0)));
              Future<Count> done = Future.succeededFuture(Count.NONE);
              for (SealedColumn column : columns) {
                done = then(done, () -> column(column, environments));
              }
              return done;
            });
  }

  private Future<Count> column(SealedColumn column, List<UUID> environments) {
    if (!column.ofEnvironment()) {
      return from(column, "", database::inTransaction);
    }
    Future<Count> done = Future.succeededFuture(Count.NONE);
    for (UUID environment : environments) {
      done = then(done, () -> from(column, "", work -> database.inEnvironment(environment, work)));
    }
    return done;
  }

  private interface Step {
    Future<Count> run();
  }

  private interface Transaction {
    Future<Batch> run(Function<SqlConnection, Future<Batch>> work);
  }

  /**
   * @param last row of it; empty when there are no more
   */
  private record Batch(Count count, String last) {}

  private record Change(String row, Buffer before, Buffer after) {}

  private static Future<Count> then(Future<Count> before, Step step) {
    return before.compose(some -> step.run().map(some::plus));
  }

  /** All rows behind one. */
  private Future<Count> from(SealedColumn column, String after, Transaction transaction) {
    return transaction
        .run(connection -> batch(column, after, connection))
        .compose(
            batch ->
                batch.last.isEmpty()
                    ? Future.succeededFuture(batch.count)
                    : from(column, batch.last, transaction).map(batch.count::plus));
  }

  private Future<Batch> batch(SealedColumn column, String after, SqlConnection connection) {
    return connection
        .preparedQuery(String.format(SELECT, column.table(), column.id(), column.column()))
        .execute(Tuple.of(after))
        .compose(rows -> reseal(column, rows, connection));
  }

  private Future<Batch> reseal(SealedColumn column, RowSet<Row> rows, SqlConnection connection) {
    List<Change> changes = new ArrayList<>();
    long current = 0;
    long lost = 0;
    String last = "";
    for (Row row : rows) {
      last = row.getString("id");
      Buffer sealed = row.getBuffer("sealed");
      String purpose = column.purpose(last);
      if (open(newest, purpose, sealed).isPresent()) {
        current++;
        continue;
      }
      Optional<byte[]> plain = open(secrets, purpose, sealed);
      if (plain.isPresent()) {
        changes.add(new Change(last, sealed, Buffer.buffer(secrets.seal(purpose, plain.get()))));
      } else {
        lost++;
      }
    }
    String more = rows.size() == BATCH ? last : "";
    Batch batch = new Batch(new Count(changes.size(), current, lost), more);
    if (changes.isEmpty()) {
      return Future.succeededFuture(batch);
    }
    return connection
        .preparedQuery(String.format(UPDATE, column.table(), column.id(), column.column()))
        .execute(
            Tuple.of(
                changes.stream().map(Change::row).toArray(String[]::new),
                changes.stream().map(Change::before).toArray(Buffer[]::new),
                changes.stream().map(Change::after).toArray(Buffer[]::new)))
        .map(batch);
  }

  private static Optional<byte[]> open(Secrets keys, String purpose, Buffer sealed) {
    try {
      return Optional.of(keys.open(purpose, sealed.getBytes()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
