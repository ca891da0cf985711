package ai.altertable.mcp.platform;

import static java.util.concurrent.TimeUnit.SECONDS;

import ai.altertable.mcp.bus.Addresses;
import ai.altertable.mcp.bus.GrantChanged;
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
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears from the database which grants have ended or changed, on whatever node that happened, and
 * passes it on to this node's verticles. So revocation needs no clustered event bus.
 */
public final class RevocationListener {
  private static final Logger LOG = LoggerFactory.getLogger(RevocationListener.class);
  private static final String REVOKED = "grant_revoked";
  private static final String CHANGED = "grant_changed";
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
        .channel(REVOKED)
        .subscribeHandler(subscribed -> reconnected())
        .handler(grant -> publish(REVOKED, Addresses.GRANT_REVOKED, grant, GrantRevoked::new));
    subscriber
        .channel(CHANGED)
        .subscribeHandler(subscribed -> reconnected())
        .handler(grant -> publish(CHANGED, Addresses.GRANT_CHANGED, grant, GrantChanged::new));
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
                LOG.warn("the database does not answer; listening for revocations anew");
                connection.close();
              });
    }
  }

  private void reconnected() {
    LOG.debug("listening for revoked grants");
    vertx.eventBus().publish(Addresses.REVOCATIONS_MISSED, new RevocationsMissed(), HERE);
  }

  private void publish(
      String channel, String address, String grantId, Function<UUID, Object> message) {
    try {
      vertx.eventBus().publish(address, message.apply(UUID.fromString(grantId)), HERE);
    } catch (IllegalArgumentException e) {
      LOG.warn("ignored a notification that names no grant channel={}", channel);
    }
  }

  private static Long delay(int attempt) {
    return Math.min(LONGEST_RETRY_MILLIS, FIRST_RETRY_MILLIS << Math.min(attempt, 6));
  }
}
