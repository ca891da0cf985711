package ai.altertable.mcp.platform;

import static java.util.concurrent.TimeUnit.SECONDS;

import ai.altertable.mcp.bus.Addresses;
import ai.altertable.mcp.bus.GrantRevoked;
import ai.altertable.mcp.bus.RevocationsMissed;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.pubsub.PgSubscriber;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears from the database which grants have ended, on whatever node that happened, and passes it on
 * to this node's verticles. So revocation needs no clustered event bus.
 */
public final class RevocationListener {
  private static final Logger LOG = LoggerFactory.getLogger(RevocationListener.class);
  private static final String CHANNEL = "grant_revoked";
  private static final long FIRST_RETRY_MILLIS = 100;
  private static final long LONGEST_RETRY_MILLIS = 5_000;
  // Every node listens for itself: publishing to the others would say it once for each node.
  private static final DeliveryOptions HERE = new DeliveryOptions().setLocalOnly(true);

  private static final long HEARTBEAT_SECONDS = 15;
  private static final long ANSWER_SECONDS = 5;

  private final Vertx vertx;
  private final PgSubscriber subscriber;
  private final AtomicLong heartbeat = new AtomicLong(-1);

  public RevocationListener(Vertx vertx, PgConnectOptions database) {
    this.vertx = vertx;
    this.subscriber =
        PgSubscriber.subscriber(
                vertx,
                new PgConnectOptions(database)
                    .addProperty("application_name", "altertable-mcp revocations"))
            .reconnectPolicy(RevocationListener::delay);
  }

  /** Completes when it listens; from then on it reconnects by itself. */
  public Future<Void> start() {
    subscriber
        .channel(CHANNEL)
        .subscribeHandler(subscribed -> reconnected())
        .handler(this::revoked);
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
                LOG.warn("the database does not answer; listening anew channel={}", CHANNEL);
                connection.close();
              });
    }
  }

  private void reconnected() {
    LOG.debug("listening for revoked grants");
    vertx.eventBus().publish(Addresses.REVOCATIONS_MISSED, new RevocationsMissed(), HERE);
  }

  private void revoked(String grantId) {
    try {
      vertx
          .eventBus()
          .publish(Addresses.GRANT_REVOKED, new GrantRevoked(UUID.fromString(grantId)), HERE);
    } catch (IllegalArgumentException e) {
      LOG.warn("ignored a notification that names no grant channel={}", CHANNEL);
    }
  }

  private static Long delay(int attempt) {
    return Math.min(LONGEST_RETRY_MILLIS, FIRST_RETRY_MILLIS << Math.min(attempt, 6));
  }
}
