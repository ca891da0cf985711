package ai.altertable.mcp.platform;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.pubsub.PgSubscriber;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears what the database notifies (LISTEN), on one connection for all channels of this node. So
 * nodes tell each other what changed without a clustered event bus.
 */
public final class DatabaseListener {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseListener.class);
  private static final long FIRST_RETRY_MILLIS = 100;
  private static final long LONGEST_RETRY_MILLIS = 5_000;
  private static final long HEARTBEAT_SECONDS = 15;
  private static final long ANSWER_SECONDS = 5;

  private final Vertx vertx;
  private final PgSubscriber subscriber;
  private final AtomicLong heartbeat = new AtomicLong(-1);

  public DatabaseListener(Vertx vertx, PgConnectOptions database) {
    this.vertx = vertx;
    this.subscriber =
        PgSubscriber.subscriber(
                vertx,
                new PgConnectOptions(database)
                    .addProperty("application_name", "altertable-mcp listener"))
            .reconnectPolicy(DatabaseListener::delay);
  }

  /**
   * Listens to a channel. To be called before {@link #start}.
   *
   * @param listening runs each time that it listens anew: what was notified before is lost
   * @param heard takes the payloads
   */
  public void on(String channel, Runnable listening, Handler<String> heard) {
    subscriber.channel(channel).subscribeHandler(subscribed -> listening.run()).handler(heard);
  }

  /** Completes when it listens; from then on it reconnects by itself. */
  public Future<Void> start() {
    return subscriber
        .connect()
        .onSuccess(
            connected ->
                heartbeat.set(
                    vertx.setPeriodic(SECONDS.toMillis(HEARTBEAT_SECONDS), beat -> check())));
  }

  public Future<Void> close() {
    vertx.cancelTimer(heartbeat.get());
    return subscriber.close();
  }

  /** A network that swallows packets looks like a quiet one: only an answer tells them apart. */
  private void check() {
    PgConnection connection = subscriber.actualConnection();
    if (connection != null) {
      connection
          .query("SELECT 1")
          .execute()
          .timeout(ANSWER_SECONDS, SECONDS)
          .onFailure(
              failure -> {
                LOG.warn("the database does not answer; listening anew");
                connection.close();
              });
    }
  }

  private static Long delay(int attempt) {
    return Math.min(LONGEST_RETRY_MILLIS, FIRST_RETRY_MILLIS << Math.min(attempt, 6));
  }
}
