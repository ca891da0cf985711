package ai.altertable.mcp.assets;

import ai.altertable.mcp.platform.PlatformDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes memories that have faded: those that agents wrote, through a client, and whose {@link
 * Memory#relevance} is below a tenth. Once a day, on every node, one environment after the other.
 */
public final class FadedMemories {
  private static final Logger LOG = LoggerFactory.getLogger(FadedMemories.class);
  private static final Duration FIRST = Duration.ofMinutes(10);
  private static final Duration PERIOD = Duration.ofDays(1);

  /** Environments of one round. */
  private static final int AT_A_TIME = 200;

  private static final String ENVIRONMENTS =
      "SELECT id FROM environment WHERE $1::uuid IS NULL OR id > $1 ORDER BY id LIMIT $2";

  /** {@link Memory#relevance} in SQL. */
  private static final String DELETE =
      """
      DELETE FROM memory
      WHERE created_via <> '' AND 0.1 > importance / 10.0 * exp(greatest(-700, -greatest(0,
          extract(epoch FROM now() - accessed_at)::float8 / 3600)
        / (168 * (1 + importance / 10.0::float8) * (1 + ln(1 + access_count::float8)))))""";

  private final Vertx vertx;
  private final PlatformDatabase database;
  private long timer = -1;

  public FadedMemories(Vertx vertx, PlatformDatabase database) {
    this.vertx = vertx;
    this.database = database;
  }

  /** Completes at once. */
  public Future<Void> start() {
    timer =
        vertx.setPeriodic(
            FIRST.toMillis(),
            PERIOD.toMillis(),
            due -> sweep().onFailure(failure -> LOG.warn("faded memories stay", failure)));
    return Future.succeededFuture();
  }

  /** Completes at once. */
  public Future<Void> stop() {
    vertx.cancelTimer(timer);
    return Future.succeededFuture();
  }

  /** One sweep over all environments. */
  public Future<Void> sweep() {
    return sweep(null);
  }

  private Future<Void> sweep(UUID after) {
    return database
        .pool()
        .preparedQuery(ENVIRONMENTS)
        .execute(Tuple.of(after, AT_A_TIME))
        .compose(
            rows -> {
              List<UUID> round =
                  StreamSupport.stream(rows.spliterator(), false).map(FadedMemories::id).toList();
              Future<Void> swept = Future.succeededFuture();
              for (UUID environment : round) {
                swept = swept.compose(before -> in(environment));
              }
              return round.size() < AT_A_TIME
                  ? swept
                  : swept.compose(done -> sweep(round.get(round.size() - 1)));
            });
  }

  private static UUID id(Row row) {
    return row.getUUID("id");
  }

  private Future<Void> in(UUID environment) {
    return database
        .inEnvironment(environment, connection -> connection.query(DELETE).execute())
        .mapEmpty();
  }
}
